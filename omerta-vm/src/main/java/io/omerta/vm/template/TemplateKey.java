package io.omerta.vm.template;

import io.omerta.core.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names a template by everything that shapes it.
 *
 * @param digest 64 hexadecimal digits
 */
public record TemplateKey(String digest) {
    public TemplateKey {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("template key: \"" + digest + "\"");
        }
    }

    /** @param parts in an order that is always the same; no part may contain a line end */
    public static TemplateKey of(List<String> parts) {
        byte[] text = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
        return new TemplateKey(Sha256.hex(text));
    }

    /** Twelve digits, for logs. */
    @Override
    public String toString() {
        return digest.substring(0, 12);
    }
}
