package io.omerta.consumer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.omerta.consumer.policy.ExposedPort;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobState;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Connections that break, and providers that are gone, forget, or lie. */
final class LostProviderTest extends SubmittingTest {
    @Test
    void brokenConnections_loseAndDoubleNothing() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        Random random = new Random(3);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int round = 1; round <= 5; round++) {
            for (int i = 0; i < 50; i++) {
                byte[] data = new byte[random.nextInt(20_000)];
                random.nextBytes(data);
                written.writeBytes(data);
                provider.output(data, false);
            }
            await().until(provider::isFollowed);
            provider.breakConnections();
            int before = round;
            await().until(() -> provider.follows.get() > before);
        }
        provider.exit(0);
        assertThat(output(follow(id), false)).isEqualTo(written.toByteArray());
        assertThat(awaitEnd(id).state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void providerThatComesBackInTime_goesOn() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        provider.output(bytes("before "), false);
        await().until(() -> provider.follows.get() > 0 && provider.renewals.get() > 1);
        provider.vanish();
        provider.output(bytes("after"), false);
        provider.serve();
        provider.exit(0);
        assertThat(text(follow(id), false)).isEqualTo("before after");
    }

    @Test
    void providerThatIsGone_losesTheJob() throws Exception {
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        await().until(() -> store.requested().find(id).orElseThrow().state() == JobState.RUNNING);
        provider.vanish();
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_LOST);
        assertThat(end.outputTruncated()).isTrue();
        assertThat(end.message())
                .isEqualTo("the job was lost: " + provider.identity.peerId().name()
                        + " had it, and nothing was heard of it for 3 s");
    }

    @Test
    void providerThatForgets_losesTheJobAtOnce() {
        JobId id = submit();
        await().until(() -> provider.follows.get() > 0);
        provider.forgetJobs();
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_LOST);
        assertThat(end.message()).endsWith("it does not know the job any more");
    }

    @Test
    void providerThatSkipsEvents_isNotBelieved() {
        provider.deafToCancels();
        JobId id = submit();
        provider.stateChanged(JobState.RUNNING);
        provider.leaveGap();
        provider.exit(0);
        JobEnd end = awaitEnd(id).end().orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.PROVIDER_NOT_BELIEVED);
        assertThat(end.message()).contains("makes no sense");
        assertThat(provider.cancelled).isNotEmpty();
    }

    @Test
    void guest_reachesTheExposedPort_throughTheTunnelStream_alsoAfterItBroke() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(bytes("input"));
            exchange.close();
        });
        server.start();
        closed.add(() -> server.stop(0));
        VpnPolicy policy = VpnPolicy.exposing(
                List.of(new ExposedPort(8_000, server.getAddress().getPort())));
        JobId id = submissions.submit(SPEC, network, policy, true);
        await().until(() -> !provider.guests.isEmpty());
        assertThat(provider.guests.getFirst().get("10.0.0.1", 8_000, "/").join().text())
                .endsWith("input");
        provider.breakConnections();
        await().until(() -> provider.guests.size() > 1);
        assertThat(provider.guests.getLast().get("10.0.0.1", 8_000, "/").join().text())
                .endsWith("input");
        // Nothing is offered here but the stream.
        assertThat(submissions.paths(id).streamBytes()).isPositive();
        assertThat(submissions.paths(id).directBytes()).isZero();
        provider.exit(0);
    }
}
