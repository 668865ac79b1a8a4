package io.omerta.vm.standin;

import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image in form only: a few bytes with a manifest that fits. Nothing can boot it. */
public final class StandInImage {
    private StandInImage() {}

    /** Writes one into that directory, which need not exist, and opens it. */
    public static GuestImage create(Path directory) throws IOException {
        write(directory, Architecture.ofHost().toString(), false);
        return GuestImage.open(directory, new ImageRules(Architecture.ofHost(), false));
    }

    /** Writes one for any architecture (Debian's name), with or without the mark of a test image. */
    public static void write(Path directory, String architecture, boolean test) throws IOException {
        Files.createDirectories(directory);
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of(
                "vmlinux", bytes("kernel"), "initramfs.cpio", bytes("initramfs"), "root.squashfs", bytes("root")));
        StringBuilder names = new StringBuilder();
        StringBuilder entries = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
            String digest = sha256(file.getValue());
            names.append(file.getKey()).append(' ').append(digest).append('\n');
            entries.append(entries.isEmpty() ? "" : ",\n    ")
                    .append("\"%s\": {\"sha256\": \"%s\", \"bytes\": %d}"
                            .formatted(file.getKey(), digest, file.getValue().length));
        }
        String manifest = """
            {
              "v": 1,
              "digest": "sha256:%s",
              "arch": "%s",
              "kernel": "6.1.0-standin",
              "files": {
                %s
              },
              "languages": {"bash": ["/bin/bash"], "sh": ["/bin/sh"], "python": ["/usr/bin/python3"]},
              "agent_protocol": 1,
              "test": %s
            }
            """.formatted(sha256(bytes(names.toString())), architecture, entries, test);
        Files.writeString(directory.resolve("manifest.json"), manifest);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
