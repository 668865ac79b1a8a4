package io.omerta.cli.job;

import io.omerta.console.Figures;
import io.omerta.core.job.PathCounts;
import java.util.ArrayList;
import java.util.List;

/** Which way a job's tunnel went, for people. */
final class PathLines {
    private PathLines() {}

    /** Lines; none where nothing went. */
    static List<String> of(PathCounts paths) {
        List<String> lines = new ArrayList<>();
        if (!paths.equals(PathCounts.NOTHING)) {
            lines.add("  tunnel: " + Figures.size(paths.directBytes()) + " by direct UDP, "
                    + Figures.size(paths.streamBytes()) + " through the stream");
        }
        if (paths.directLosses() > 0) {
            lines.add("    the direct path was lost " + Figures.count(paths.directLosses(), "time"));
        }
        return lines;
    }
}
