package io.omerta.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.RogueConnection;
import io.omerta.core.job.Usage;
import io.omerta.standin.Ends;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RogueEvidenceTest {
    @Test
    void rogueConnection_isToldWithItsFrameAndWhatCameBefore() {
        assertThat(RogueEvidence.of(rogue(new byte[] {2, 0, -1}, 3, new GateCounts(1, 12, 2, 4, 9))))
                .containsExactly(
                        "  its frame of 3 bytes: 0200ff",
                        "  before it: 1 datagram out, 12 in, 2 ARP answered, 4 dropped");
    }

    @Test
    void longFrame_isToldAsFarAsItIsKept() {
        assertThat(RogueEvidence.of(rogue(new byte[64], 1514, GateCounts.NOTHING)))
                .containsExactly(
                        "  its frame of 1514 bytes: " + "00".repeat(64) + "...",
                        "  before it: 0 datagrams out, 0 in, 0 ARP answered, 0 dropped");
    }

    @Test
    void anyOtherEnd_hasNone() {
        assertThat(RogueEvidence.of(Ends.exit(0))).isEmpty();
    }

    private static JobEnd rogue(byte[] firstBytes, int frameBytes, GateCounts before) {
        RogueConnection connection =
                new RogueConnection("IPv4 TCP", "8.8.8.8:443", Blob.copyOf(firstBytes), frameBytes, "no");
        return new JobEnd(
                JobState.ROGUE_CONNECTION_DETECTED,
                Optional.empty(),
                Cause.ROGUE_CONNECTION,
                "it sent TCP",
                "",
                Usage.NOTHING.withTraffic(0, 0, before),
                Optional.of(connection),
                false);
    }
}
