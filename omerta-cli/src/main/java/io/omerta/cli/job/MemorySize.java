package io.omerta.cli.job;

import io.omerta.core.job.JobSpec;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** {@code --memory}: megabytes (of 2^20 bytes), or a number with a unit. */
final class MemorySize implements ITypeConverter<Long> {
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,40})(?:\\s*([KMGT])(?:I?B)?)?", Pattern.CASE_INSENSITIVE);
    private static final int MEBIBYTE_SHIFT = 20;

    /** @return bytes */
    @Override
    public Long convert(String text) {
        long bytes = parse(text, MEBIBYTE_SHIFT, "not an amount of memory, such as 512, 512M or 2G");
        if (bytes < JobSpec.MIN_MEMORY_BYTES || bytes > JobSpec.MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("it has to be between " + (JobSpec.MIN_MEMORY_BYTES >> MEBIBYTE_SHIFT)
                    + " MB and " + (JobSpec.MAX_MEMORY_BYTES >> MEBIBYTE_SHIFT) + " MB");
        }
        return bytes;
    }

    /**
     * @param shiftWithoutUnit of a number that has no unit: 20 for MiB, 0 for bytes
     * @return bytes; {@link Long#MAX_VALUE} for more
     */
    static long parse(String text, int shiftWithoutUnit, String otherwise) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(otherwise);
        }
        String unit = matcher.group(2);
        int shift = unit == null ? shiftWithoutUnit : 10 * (1 + "KMGT".indexOf(unit.toUpperCase(Locale.ROOT)));
        BigInteger bytes = new BigInteger(matcher.group(1)).shiftLeft(shift);
        return bytes.bitLength() < Long.SIZE ? bytes.longValueExact() : Long.MAX_VALUE;
    }
}
