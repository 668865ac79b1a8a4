package io.omerta.cli.job;

import picocli.CommandLine.ITypeConverter;

/** {@code --output-limit}: bytes, or a number with a unit. */
final class OutputSize implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        long bytes = MemorySize.parse(text, 0, "not an amount of output, such as 1000000, 64M or 2G");
        if (bytes == 0 || bytes == Long.MAX_VALUE) {
            throw new IllegalArgumentException("it has to be between 1 and 2^63 bytes");
        }
        return bytes;
    }
}
