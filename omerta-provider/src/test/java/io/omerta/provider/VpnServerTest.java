package io.omerta.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.omerta.core.job.JobId;
import io.omerta.network.transport.DatagramReceiver;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.vm.standin.GuestScript;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose requester names a WireGuard server. */
class VpnServerTest extends LendingTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.1:51820", "169.254.169.254:51820", "[fd00::1]:51820", "10.0.0.1:1"})
    void serverThatThePolicyDoesNotAllow_isRefusedWithTheReason(String server) throws Exception {
        start(GuestScript.printing("", 0));
        SubmitResponse response = requester.send(request(server));
        assertThat(response.getRefused().getReason()).startsWith("lets no VM use the WireGuard server ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:51820",
                "vpn.example.com:51820",
                "8.8.8.8",
                "8.8.8.0/24:51820",
                "8.8.8.8:0",
                ":1",
                "8.8.8.8:1:2"
            })
    void serverThatIsNone_isNoJob(String server) throws Exception {
        start(GuestScript.printing("", 0));
        assertThat(requester.send(request(server)).getRefused().getReason())
                .startsWith("cannot read the job: vpn.server");
    }

    @Test
    void requester_cannotTakeTheServersPlace() throws Exception {
        start(guest -> {
            guest.bootAndStart();
            guest.endBySignal(guest.awaitSignal());
            guest.awaitPowerOff();
        });
        SubmitRequest.Builder request = request("8.8.8.8:51820");
        assertThat(requester.send(request).hasAccepted()).isTrue();
        JobId job = JobId.ofBytes(request.getJobId().toByteArray());
        CountDownLatch closed = new CountDownLatch(1);
        requester.tunnel(job, new DatagramReceiver() {
            @Override
            public void onDatagram(byte[] datagram) {}

            @Override
            public void onClosed(Status status) {
                closed.countDown();
            }
        });
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        requester.cancel(job);
        requester.end(job);
    }

    private SubmitRequest.Builder request(String server) {
        SubmitRequest.Builder request = requester.request(JobId.random(RANDOM), TestRequester.bash());
        request.getVpnBuilder().setServer(server);
        return request;
    }
}
