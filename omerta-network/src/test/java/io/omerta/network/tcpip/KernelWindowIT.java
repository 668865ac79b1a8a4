package io.omerta.network.tcpip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A kernel that takes nothing for a while: its window closes, and opens again. Needs root. */
@Timeout(120)
final class KernelWindowIT {
    private static final int MTU = 1_420;
    private static final int CHUNK = 65_536;
    private static final int CHUNKS = 600;
    /** Several probes of the closed window long, whose pauses double from 200 ms on. */
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    @Test
    void windowOfTheGuest_closedForSeconds_opensAgainAndNothingIsLost() throws Exception {
        AtomicReference<UserSpaceNetwork> network = new AtomicReference<>();
        AtomicLong written = new AtomicLong();
        try (NetworkNamespace namespace = NetworkNamespace.create();
                TunDevice tun =
                        TunDevice.open(namespace.name(), packet -> network.get().deliver(packet));
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                UserSpaceNetwork ours = UserSpaceNetwork.start(
                        StackConfig.of(MTU, IpAddress.parse("10.0.0.1")),
                        request -> new Verdict.Forward(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort())),
                        tun::send)) {
            network.set(ours);
            namespace.adopt(namespace.name(), MTU, "10.0.1.2/32", "10.0.0.0/16");
            Thread writer = Thread.ofVirtual().start(() -> writeAll(server, written));
            Process guest = namespace.start("python3", "-c", """
                import socket, sys
                s = socket.create_connection(('10.0.0.1', 8000))
                sys.stdin.readline()
                count, wrong = 0, 0
                while True:
                    b = s.recv(1 << 16)
                    if not b: break
                    wrong += sum(x != ((count + i) >> 16) & 255 for i, x in enumerate(b) if (count + i) % 97 == 0)
                    count += len(b)
                print(count, wrong)
                """);
            AtomicLong last = new AtomicLong(-1);
            await().pollInterval(STANDSTILL).atMost(Duration.ofSeconds(60)).until(() -> {
                long now = written.get();
                return now > 0 && last.getAndSet(now) == now;
            });
            assertThat(written.get()).isLessThan((long) CHUNKS * CHUNK);

            guest.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
            guest.getOutputStream().flush();
            var outcome = NetworkNamespace.await(guest, 60);

            assertThat(outcome.text().strip()).as(outcome.errors()).isEqualTo((long) CHUNKS * CHUNK + " 0");
            writer.join();
        }
    }

    /** Chunk after chunk, each filled with its number. */
    private static void writeAll(ServerSocket server, AtomicLong written) {
        try (Socket socket = server.accept()) {
            byte[] chunk = new byte[CHUNK];
            for (int i = 0; i < CHUNKS; i++) {
                Arrays.fill(chunk, (byte) i);
                socket.getOutputStream().write(chunk);
                written.addAndGet(CHUNK);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
