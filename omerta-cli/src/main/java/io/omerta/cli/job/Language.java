package io.omerta.cli.job;

import io.omerta.core.job.Blob;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guesses the language of a script file that comes without one. */
final class Language {
    static final String DEFAULT = "bash";

    private static final Map<String, String> BY_EXTENSION = Map.of("py", "python", "sh", "sh", "bash", "bash");
    /** "#!/usr/bin/env python3", "#!/bin/sh -e" and their like; the version at the end is left out. */
    private static final Pattern SHEBANG = Pattern.compile("#!\\s*\\S*?/(?:env\\s+)?([a-z]+)[0-9.]*(?:\\s.*)?");

    private static final int SHEBANG_BYTES = 200;

    private Language() {}

    static String of(String fileName, Blob source) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1);
        String known = BY_EXTENSION.get(extension);
        return known == null ? byShebang(source).orElse(DEFAULT) : known;
    }

    private static Optional<String> byShebang(Blob source) {
        byte[] bytes = source.toBytes();
        String head = new String(bytes, 0, Math.min(SHEBANG_BYTES, bytes.length), StandardCharsets.ISO_8859_1);
        Matcher matcher = SHEBANG.matcher(head.lines().findFirst().orElse(""));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
