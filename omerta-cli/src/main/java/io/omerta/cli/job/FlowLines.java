package io.omerta.cli.job;

import io.omerta.console.Figures;
import io.omerta.console.Printable;
import io.omerta.core.job.FlowCounts;
import java.util.ArrayList;
import java.util.List;

/** What a job tried to reach through its requester, for people. */
final class FlowLines {
    private FlowLines() {}

    /** Lines; none where there is nothing to tell. */
    static List<String> of(FlowCounts flows) {
        List<String> lines = new ArrayList<>();
        if (!flows.equals(FlowCounts.NOTHING)) {
            lines.add("  network: " + Figures.count(flows.allowed(), "connection") + " let through, " + flows.refused()
                    + " refused; " + Figures.count(flows.namesTold(), "name") + " told, " + flows.namesRefused()
                    + " refused");
        }
        flows.refusals().forEach(refusal -> lines.add("    " + Printable.line(refusal)));
        return lines;
    }
}
