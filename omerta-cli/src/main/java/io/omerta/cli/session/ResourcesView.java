package io.omerta.cli.session;

import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.proto.job.Resources;

/** CPUs, memory, disk and graphics cards as they are shown. */
public final class ResourcesView {
    private ResourcesView() {}

    /** For example "2 CPU, 4 GiB": without disk and graphics cards. */
    public static String text(Resources resources) {
        return resources.getCpus() + " CPU, " + Figures.size(resources.getMemoryBytes());
    }

    /** For example ", 2 GPU"; nothing for none. */
    public static String gpus(int count) {
        return count == 0 ? "" : ", " + count + " GPU";
    }

    /** For example "20 GiB". */
    public static String disk(Resources resources) {
        return Figures.size(resources.getDiskBytes());
    }

    public static Json json(Resources resources) {
        return Json.object()
                .put("cpus", resources.getCpus())
                .put("memory_bytes", resources.getMemoryBytes())
                .put("disk_bytes", resources.getDiskBytes())
                .put("gpus", resources.getGpus());
    }
}
