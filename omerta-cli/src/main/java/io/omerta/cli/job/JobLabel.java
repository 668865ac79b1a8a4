package io.omerta.cli.job;

import io.omerta.cli.session.ResourcesView;
import io.omerta.console.Figures;
import io.omerta.proto.job.Resources;

/**
 * How a job is called in messages.
 *
 * @param id 26 characters
 * @param shortId its shortest unambiguous beginning
 * @param cpus asked for
 * @param memoryBytes asked for
 * @param diskBytes asked for
 * @param gpus asked for
 */
record JobLabel(String id, String shortId, int cpus, long memoryBytes, long diskBytes, int gpus) {
    static JobLabel of(String id, String shortId, Resources resources) {
        return new JobLabel(
                id,
                shortId,
                resources.getCpus(),
                resources.getMemoryBytes(),
                resources.getDiskBytes(),
                resources.getGpus());
    }

    /** For example "2 CPU, 4096 MB", or "2 CPU, 4096 MB, 1 GPU". */
    String resources() {
        return cpus + " CPU, " + Figures.memory(memoryBytes) + ResourcesView.gpus(gpus);
    }
}
