package io.omerta.core.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a device is, as lspci -D writes it.
 *
 * @param text for example 0000:01:00.0: domain, bus, device and function
 */
public record PciAddress(String text) {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]");

    public PciAddress {
        if (!FULL.matcher(text).matches()) {
            throw new IllegalArgumentException("PCI address: \"" + text + "\" is not like 0000:01:00.0");
        }
    }

    /** Takes the form without a domain, which is 0, too. */
    static PciAddress parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String full = lower.chars().filter(c -> c == ':').count() == 1 ? "0000:" + lower : lower;
        if (!FULL.matcher(full).matches()) {
            throw new IllegalArgumentException("lend.gpus: \"" + text + "\" is no PCI address like 0000:01:00.0");
        }
        return new PciAddress(full);
    }

    @Override
    public String toString() {
        return text;
    }
}
