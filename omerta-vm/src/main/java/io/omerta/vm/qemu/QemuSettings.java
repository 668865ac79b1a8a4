package io.omerta.vm.qemu;

import io.omerta.core.config.Configuration;
import io.omerta.vm.gpu.GraphicsCards;
import io.omerta.vm.template.TemplateLimits;
import java.nio.file.Path;

/**
 * Where and how machines run.
 *
 * @param run directory of the machines' directories; it exists, is this process's alone, and its path is short enough for
 *     sockets below it
 * @param probeCache file that keeps the answer of the acceleration probe; need not exist
 * @param templates directory of the templates; need not exist
 * @param pool ready clones to keep for each shape that is asked for
 * @param cards that machines may have
 */
public record QemuSettings(
        Path run,
        Path probeCache,
        Configuration.Acceleration acceleration,
        Path templates,
        TemplateLimits templateLimits,
        int pool,
        GraphicsCards cards) {
    /** Without graphics cards. */
    public QemuSettings(
            Path run,
            Path probeCache,
            Configuration.Acceleration acceleration,
            Path templates,
            TemplateLimits templateLimits,
            int pool) {
        this(run, probeCache, acceleration, templates, templateLimits, pool, GraphicsCards.none());
    }

    public QemuSettings {
        run = run.toAbsolutePath();
        probeCache = probeCache.toAbsolutePath();
        templates = templates.toAbsolutePath();
        if (pool < 0) {
            throw new IllegalArgumentException("pool: " + pool);
        }
    }
}
