package io.omerta.vm.qemu;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.Resources;
import io.omerta.vm.template.TemplateLimits;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of hypervisors below a test's directory, whose subdirectory {@code run} exists. */
final class TestSettings {
    private TestSettings() {}

    /** Every machine boots. */
    static QemuSettings withoutTemplates(Path directory, Configuration.Acceleration acceleration) {
        return settings(directory, acceleration, 0, 0);
    }

    /** @param pool clones of each shape that wait */
    static QemuSettings withTemplates(Path directory, int pool) {
        return settings(directory, Configuration.Acceleration.TCG, 16 << 10, pool);
    }

    private static QemuSettings settings(
            Path directory, Configuration.Acceleration acceleration, long templateMebibytes, int pool) {
        return new QemuSettings(
                directory.resolve("run"),
                directory.resolve("acceleration.json"),
                acceleration,
                directory.resolve("templates"),
                new TemplateLimits(templateMebibytes * Resources.MEBIBYTE, Duration.ofDays(1)),
                pool);
    }
}
