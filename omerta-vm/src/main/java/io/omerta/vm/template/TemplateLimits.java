package io.omerta.vm.template;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param bytes of memory that is not zeros, over all templates; 0 keeps none
 * @param age since the last use
 */
public record TemplateLimits(long bytes, Duration age) {
    public TemplateLimits {
        if (bytes < 0 || age.isNegative()) {
            throw new IllegalArgumentException("templates: at most " + bytes + " bytes, unused for " + age);
        }
    }
}
