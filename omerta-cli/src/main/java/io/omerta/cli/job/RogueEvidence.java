package io.omerta.cli.job;

import io.omerta.console.Figures;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.RogueConnection;
import java.util.HexFormat;
import java.util.List;

/** What a provider has kept about a VM that sent something else than its tunnel, for people. */
final class RogueEvidence {
    private RogueEvidence() {}

    /** Lines; none where there is nothing to tell. */
    static List<String> of(JobEnd end) {
        return end.rogueConnection()
                .map(rogue -> List.of(frame(rogue), before(end.usage().gate())))
                .orElse(List.of());
    }

    private static String frame(RogueConnection rogue) {
        byte[] first = rogue.firstBytes().toBytes();
        String more = rogue.frameBytes() > first.length ? "..." : "";
        return "  its frame of " + Figures.count(rogue.frameBytes(), "byte") + ": "
                + HexFormat.of().formatHex(first) + more;
    }

    private static String before(GateCounts gate) {
        return "  before it: " + Figures.count(gate.datagramsOut(), "datagram") + " out, " + gate.datagramsIn()
                + " in, " + gate.questions() + " ARP answered, " + gate.droppedOut() + " dropped";
    }
}
