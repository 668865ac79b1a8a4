package io.omerta.cli.job;

import io.omerta.core.job.JobSpec;
import picocli.CommandLine.ITypeConverter;

/** {@code --cpu}. */
final class CpuCount implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > JobSpec.MAX_CPUS) {
            throw new IllegalArgumentException("not a number between 1 and " + JobSpec.MAX_CPUS);
        }
        return count;
    }
}
