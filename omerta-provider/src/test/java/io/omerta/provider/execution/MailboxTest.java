package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();

    @Test
    void take_prefersWhatIsUrgent() throws Exception {
        mailbox.postFromGuest(lost("first"));
        mailbox.post(new Happening.CancelRequested());

        assertThat(mailbox.take(Duration.ZERO)).contains(new Happening.CancelRequested());
        assertThat(mailbox.take(Duration.ZERO)).contains(lost("first"));
        assertThat(mailbox.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void post_ofTheSameTwice_isKeptOnce() throws Exception {
        mailbox.post(new Happening.Renewed());
        mailbox.post(new Happening.Renewed());

        assertThat(mailbox.take(Duration.ZERO)).isPresent();
        assertThat(mailbox.take(Duration.ZERO)).isEmpty();
    }

    @Test
    void full_postFromGuest_waitsForRoom() throws Exception {
        Thread guest = Thread.ofVirtual().start(this::postUntilClosed);
        await().until(() -> guest.getState() == Thread.State.WAITING);

        for (int i = 0; i < 1000; i++) {
            assertThat(mailbox.take(Duration.ofSeconds(10))).contains(lost("word " + i));
        }

        mailbox.close();
        assertThat(guest.join(Duration.ofSeconds(10))).isTrue();
    }

    private void postUntilClosed() {
        try {
            int i = 0;
            while (mailbox.postFromGuest(lost("word " + i))) {
                i++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Happening lost(String text) {
        return new Happening.VmLost(text);
    }
}
