package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.NetworkNamespace;
import io.omerta.testkit.NothingLeft;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two machines with one cable between them. */
@ExtendWith(NothingLeft.class)
final class LanDiscoveryIT {
    private static final String KEY = HexFormat.of().formatHex(new byte[32]);

    @Test
    @Timeout(60)
    void peers_thatHaveNothingButTheKey_findEachOtherOnTheLan() throws Exception {
        try (NetworkNamespace one = NetworkNamespace.create();
                NetworkNamespace other = NetworkNamespace.create()) {
            NetworkNamespace.connect(one, "192.168.77.1/24", other, "192.168.77.2/24");
            Process here = start(one);
            Process there = start(other);
            try (BufferedReader ofOne = here.inputReader();
                    BufferedReader ofOther = there.inputReader()) {
                String id = ofOne.readLine();
                String otherId = ofOther.readLine();
                assertThat(ofOne.readLine()).isEqualTo(otherId).isNotNull();
                assertThat(ofOther.readLine()).isEqualTo(id).isNotNull();
            } finally {
                end(here);
                end(there);
            }
        }
    }

    private static Process start(NetworkNamespace namespace) throws IOException {
        return namespace.start(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LanPeerProgram.class.getName(),
                KEY);
    }

    private static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.destroyForcibly().waitFor();
    }
}
