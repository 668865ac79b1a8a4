package io.omerta.vm.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.OmertaException;
import io.omerta.vm.standin.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AgentChannelTest {
    private SocketPair sockets;
    private AgentChannel channel;

    @BeforeEach
    void connect() throws IOException {
        sockets = SocketPair.open();
        channel = AgentChannel.over(sockets.host(), "test");
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        sockets.guest().close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, (256 << 10) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void lengthOutOfRange_isMisbehaviourBeforeAnythingIsKept(int length) throws Exception {
        send(ByteBuffer.allocate(4).putInt(length));
        assertThat(channel.receive())
                .isEqualTo(
                        new AgentEvent.GuestMisbehaved("a message of " + Integer.toUnsignedString(length) + " bytes"));
    }

    @Test
    void streamThatEndsInsideAMessage_isClosed() throws Exception {
        send(ByteBuffer.allocate(6).putInt(100));
        sockets.guest().close();
        assertThat(channel.receive()).isEqualTo(new AgentEvent.Closed());
        assertThat(channel.receive()).as("again").isEqualTo(new AgentEvent.Closed());
    }

    @Test
    void silentGuest_onAwaitReady_timesOut() {
        assertThatThrownBy(() -> channel.awaitReady(Duration.ofMillis(1)))
                .isInstanceOf(OmertaException.class)
                .hasMessageContaining("silent");
    }

    @Test
    void receiver_onClose_isWoken() throws Exception {
        CompletableFuture<AgentEvent> event = new CompletableFuture<>();
        Thread receiver = Thread.ofVirtual().start(() -> {
            try {
                event.complete(channel.receive());
            } catch (InterruptedException e) {
                event.completeExceptionally(e);
            }
        });
        channel.close();
        assertThat(event.get(10, TimeUnit.SECONDS)).isEqualTo(new AgentEvent.Closed());
        receiver.join();
    }

    @Test
    void guestThatDoesNotRead_onSend_blocksNobody() {
        GuestProgram large =
                new GuestProgram(List.of("true"), List.of("X=" + "x".repeat(4 << 20)), List.of(), 1 << 20, 1, 1 << 20);
        channel.run(large);
        for (int i = 0; i < 10_000; i++) {
            channel.signal(15);
        }
        channel.close();
    }

    @Test
    void programTooLargeForTheWire_onRun_isRefused() {
        GuestProgram large =
                new GuestProgram(List.of("true"), List.of("X=" + "x".repeat(24 << 20)), List.of(), 1 << 20, 1, 1 << 20);
        assertThatThrownBy(() -> channel.run(large)).isInstanceOf(IllegalArgumentException.class);
    }

    private void send(ByteBuffer bytes) throws IOException {
        sockets.guest().write(bytes.rewind());
    }
}
