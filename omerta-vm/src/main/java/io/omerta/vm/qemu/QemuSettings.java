package io.omerta.vm.qemu;

import io.omerta.core.config.Configuration;
import java.nio.file.Path;

/**
 * Where and how machines run.
 *
 * @param run directory of the machines' directories; it exists, is this process's alone, and its path is short enough for
 *     sockets below it
 * @param probeCache file that keeps the answer of the acceleration probe; need not exist
 */
public record QemuSettings(Path run, Path probeCache, Configuration.Acceleration acceleration) {
    public QemuSettings {
        run = run.toAbsolutePath();
        probeCache = probeCache.toAbsolutePath();
    }
}
