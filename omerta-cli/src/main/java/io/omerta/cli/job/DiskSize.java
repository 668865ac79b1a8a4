package io.omerta.cli.job;

import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import picocli.CommandLine.ITypeConverter;

/** {@code --disk}: megabytes (of 2^20 bytes), or a number with a unit. */
final class DiskSize implements ITypeConverter<Long> {
    private static final int MEBIBYTE_SHIFT = 20;

    /** @return bytes, whole megabytes: rounded up */
    @Override
    public Long convert(String text) {
        long bytes = MemorySize.parse(text, MEBIBYTE_SHIFT, "not an amount of disk, such as 4096, 512M or 20G");
        if (bytes < JobSpec.MIN_DISK_BYTES || bytes > JobSpec.MAX_DISK_BYTES) {
            throw new IllegalArgumentException("it has to be between " + (JobSpec.MIN_DISK_BYTES >> MEBIBYTE_SHIFT)
                    + " MB and " + (JobSpec.MAX_DISK_BYTES >> MEBIBYTE_SHIFT) + " MB");
        }
        return Math.ceilDiv(bytes, Resources.MEBIBYTE) * Resources.MEBIBYTE;
    }
}
