package io.omerta.provider;

import static io.omerta.proto.job.JobState.JOB_STATE_COMPLETED;
import static io.omerta.proto.job.JobState.JOB_STATE_ROGUE_CONNECTION_DETECTED;
import static io.omerta.proto.job.JobState.JOB_STATE_RUNNING;
import static io.omerta.provider.TestRequester.bash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.omerta.core.job.JobId;
import io.omerta.network.path.DirectPaths;
import io.omerta.network.path.PathOffer;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.network.transport.TunnelStream;
import io.omerta.proto.job.Cause;
import io.omerta.proto.job.GateCounts;
import io.omerta.proto.job.JobEnd;
import io.omerta.provider.gate.GuestFrames;
import io.omerta.vm.standin.GuestScript;
import io.omerta.vm.standin.StandInGuest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TunnelTest extends LendingTest {
    private static final byte[] INITIATION = GuestFrames.message(1, 148);
    private static final byte[] RESPONSE = GuestFrames.message(2, 92);

    private final Received received = new Received();

    @Test
    void datagrams_travelBothWays_andAreCounted() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        startOfferingPaths(guest -> {
            guest.bootAndStart();
            connected.await();
            guest.sendFrame(GuestFrames.tunnel(guest.macAddress(), INITIATION));
            byte[] answer = guest.receiveFrame();
            guest.print(answer.length + " bytes");
            guest.exit(0);
            guest.awaitPowerOff();
        });
        JobId job = requester.accepted(bash());
        TunnelStream tunnel = connect(job, received);
        requester.awaitState(job, JOB_STATE_RUNNING);
        connected.countDown();

        await().untilAsserted(() -> assertThat(received.datagrams).containsExactly(INITIATION));
        tunnel.send(new byte[] {1, 2, 3});
        tunnel.send(RESPONSE);

        JobEnd end = requester.end(job);
        assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(end.getUsage().getBytesOut()).isEqualTo(148);
        assertThat(end.getUsage().getBytesIn()).isEqualTo(92);
        assertThat(end.getUsage().getGate())
                .isEqualTo(GateCounts.newBuilder()
                        .setDatagramsOut(1)
                        .setDatagramsIn(1)
                        .setDroppedIn(1)
                        .build());
        await().untilAsserted(() -> assertThat(received.closed).isPresent());
    }

    @Test
    void withoutTunnel_onDatagrams_dropsThem() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.sendFrame(GuestFrames.tunnel(guest.macAddress(), INITIATION));
            guest.exit(0);
            guest.awaitPowerOff();
        });

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
        assertThat(end.getUsage().getBytesOut()).isEqualTo(148);
    }

    @Test
    void connected_onSecondTunnel_theNewestCounts() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        startOfferingPaths(guest -> {
            guest.bootAndStart();
            connected.await();
            guest.sendFrame(GuestFrames.tunnel(guest.macAddress(), INITIATION));
            guest.endBySignal(guest.awaitSignal());
            guest.awaitPowerOff();
        });
        JobId job = requester.accepted(bash());
        TunnelStream _ = connect(job, received);
        requester.awaitState(job, JOB_STATE_RUNNING);
        Received newest = new Received();

        TunnelStream _ = connect(job, newest);
        await().untilAsserted(() -> assertThat(received.closed).isPresent());
        connected.countDown();

        await().untilAsserted(() -> assertThat(newest.datagrams).containsExactly(INITIATION));
        assertThat(received.datagrams).isEmpty();
        requester.cancel(job);
    }

    @Test
    void onGuestsQuestion_theGateAnswers() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.sendFrame(GuestFrames.arp(guest.macAddress()));
            guest.exit(guest.receiveFrame().length);
            guest.awaitPowerOff();
        });

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getExitCode()).isEqualTo(60);
        assertThat(end.getUsage().getGate().getQuestions()).isEqualTo(1);
    }

    @Test
    void onRogueFrame_terminatesTheVmBeforeAnythingElse() throws Exception {
        start(rogue(guest -> {
            guest.sendFrame(GuestFrames.arp(guest.macAddress()));
            guest.sendFrame(GuestFrames.tcp());
            guest.sendFrame(GuestFrames.tunnel(guest.macAddress(), INITIATION));
        }));
        JobId job = requester.accepted(bash());
        requester.tunnel(job, received);

        JobEnd end = requester.end(job);

        assertThat(end.getState()).isEqualTo(JOB_STATE_ROGUE_CONNECTION_DETECTED);
        assertThat(end.getCause()).isEqualTo(Cause.CAUSE_ROGUE_CONNECTION);
        assertThat(end.getRogueConnection().getProtocol()).isEqualTo("IPv4 TCP");
        assertThat(end.getRogueConnection().getDestination()).isEqualTo("8.8.8.8:443");
        assertThat(end.getRogueConnection().getFirstBytes().toByteArray()).isEqualTo(GuestFrames.tcp());
        assertThat(end.getRogueConnection().getFrameBytes()).isEqualTo(GuestFrames.tcp().length);
        assertThat(end.getUsage().getBytesOut()).isZero();
        assertThat(end.getUsage().getGate())
                .isEqualTo(GateCounts.newBuilder().setQuestions(1).build());
        await().untilAsserted(() -> assertThat(received.closed).isPresent());
        assertThat(received.datagrams).isEmpty();
    }

    @Test
    void onMacAddressThatIsNotTheGuests_isRogue() throws Exception {
        byte[] another = {2, 0, 0, 0x77, 0, 2};
        start(rogue(guest -> guest.sendFrame(GuestFrames.tunnel(another, INITIATION))));

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getState()).isEqualTo(JOB_STATE_ROGUE_CONNECTION_DETECTED);
        assertThat(end.getRogueConnection().getReason()).contains("MAC address");
    }

    @Test
    void booting_onRogueFrame_terminatesTheVm() throws Exception {
        start(guest -> {
            guest.sendFrame(GuestFrames.tcp());
            guest.awaitPowerOff();
        });

        assertThat(requester.end(requester.accepted(bash())).getState()).isEqualTo(JOB_STATE_ROGUE_CONNECTION_DETECTED);
    }

    @Test
    void onRogueFrameJustBeforeTheEnd_isStillRogue() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.sendFrame(GuestFrames.tcp());
            guest.exit(0);
            guest.awaitPowerOff();
        });

        assertThat(requester.end(requester.accepted(bash())).getState()).isEqualTo(JOB_STATE_ROGUE_CONNECTION_DETECTED);
    }

    @Test
    void onRogueFrameAndPowerOff_isStillRogue() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.sendFrame(GuestFrames.tcp());
        });

        assertThat(requester.end(requester.accepted(bash())).getState()).isEqualTo(JOB_STATE_ROGUE_CONNECTION_DETECTED);
    }

    @Test
    void onFloodOfHandshakes_losesWhatIsTooMuch_andGoesOn() throws Exception {
        JobEnd end = endAfterFlood(guest -> GuestFrames.tunnel(guest.macAddress(), INITIATION));

        assertThat(end.getUsage().getGate().getDatagramsOut()).isGreaterThanOrEqualTo(100);
        assertThat(end.getUsage().getBytesOut())
                .isEqualTo(148 * end.getUsage().getGate().getDatagramsOut());
    }

    @Test
    void onFloodOfQuestions_losesWhatIsTooMuch_andGoesOn() throws Exception {
        JobEnd end = endAfterFlood(guest -> GuestFrames.arp(guest.macAddress()));

        assertThat(end.getUsage().getGate().getQuestions()).isGreaterThanOrEqualTo(100);
    }

    /** Of a job that sends the same frame very often, as fast as it can. */
    private JobEnd endAfterFlood(Function<StandInGuest, byte[]> frame) throws Exception {
        int flood = 20_000;
        start(guest -> {
            guest.bootAndStart();
            for (int i = 0; i < flood; i++) {
                guest.sendFrame(frame.apply(guest));
            }
            guest.exit(0);
            guest.awaitPowerOff();
        });

        JobEnd end = requester.end(requester.accepted(bash()));

        assertThat(end.getState()).isEqualTo(JOB_STATE_COMPLETED);
        GateCounts gate = end.getUsage().getGate();
        assertThat(gate.getDatagramsOut() + gate.getQuestions() + gate.getDroppedOut())
                .isEqualTo(flood);
        assertThat(gate.getDroppedOut()).isPositive();
        return end;
    }

    @Test
    void onLieAboutAFramesLength_isRogue() throws Exception {
        start(GuestScript.silent());
        byte[][] lies = {{-1, -1, -1, -1}, {0, 0, 0, 0}, {0, 0, 0, 5, 1, 2, 3, 4, 5}};
        for (int i = 0; i < lies.length; i++) {
            JobId job = new JobId(8, i);
            byte[] lie = lies[i];
            provider.withGuest(job, rogue(guest -> guest.sendRawToFrameChannel(lie)));
            requester.submit(job, bash());

            assertThat(requester.end(job).getState()).isEqualTo(JOB_STATE_ROGUE_CONNECTION_DETECTED);
        }
    }

    /** Does its evil, then waits for the end of the world. */
    private static GuestScript rogue(GuestScript evil) {
        return guest -> {
            guest.bootAndStart();
            try {
                evil.run(guest);
            } catch (IOException e) {
                // The power was cut meanwhile.
            }
            guest.awaitPowerOff();
        };
    }

    /** Paths that nobody takes: the offer of one says that the provider has the tunnel. */
    private void startOfferingPaths(GuestScript guests) throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        start(TestProvider.in(folder).withPaths(DirectPaths.at(anyPort)).withGuests(guests));
    }

    /** Returns when what the guest sends arrives. */
    private TunnelStream connect(JobId job, Received receiver) throws Exception {
        TunnelStream tunnel = requester.tunnel(job, receiver);
        receiver.offered.get(20, TimeUnit.SECONDS);
        return tunnel;
    }

    /** What came out of a tunnel. */
    private static final class Received implements DatagramReceiver {
        private final List<byte[]> datagrams = new CopyOnWriteArrayList<>();
        private final CompletableFuture<PathOffer> offered = new CompletableFuture<>();
        private volatile Optional<Status> closed = Optional.empty();

        @Override
        public void onDatagram(byte[] datagram) {
            datagrams.add(datagram);
        }

        @Override
        public void onPathOffer(PathOffer offer, InetAddress by) {
            offered.complete(offer);
        }

        @Override
        public void onClosed(Status status) {
            closed = Optional.of(status);
        }
    }
}
