package io.omerta.cli.job;

import io.omerta.core.job.JobSpec;
import picocli.CommandLine.ITypeConverter;

/** {@code --gpus}. */
final class GpuCount implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (count < 0 || count > JobSpec.MAX_GPUS) {
            throw new IllegalArgumentException("not a number between 0 and " + JobSpec.MAX_GPUS);
        }
        return count;
    }
}
