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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An image in form only: a few bytes with a manifest that fits. Nothing can boot it. */
public final class StandInImage {
    private static final List<String> LANGUAGES = List.of("bash /bin/bash", "python /usr/bin/python3", "sh /bin/sh");

    private StandInImage() {}

    /** Writes one into that directory, which need not exist, and opens it. */
    public static GuestImage create(Path directory) throws IOException {
        return create(directory, List.of());
    }

    /**
     * Writes one with languages beyond the usual ones, and opens it; another digest than without.
     *
     * @param more a name and a command each, like "ruby /usr/bin/ruby"
     */
    public static GuestImage create(Path directory, List<String> more) throws IOException {
        write(directory, Architecture.ofHost().toString(), false, more, List.of());
        return GuestImage.open(directory, new ImageRules(Architecture.ofHost(), false));
    }

    /** Writes one that says it has these drivers of graphics cards, sorted, and opens it. */
    public static GuestImage createWithDrivers(Path directory, List<String> drivers) throws IOException {
        write(directory, Architecture.ofHost().toString(), false, List.of(), drivers);
        return GuestImage.open(directory, new ImageRules(Architecture.ofHost(), false));
    }

    /** Writes one for any architecture (Debian's name), with or without the mark of a test image. */
    public static void write(Path directory, String architecture, boolean test) throws IOException {
        write(directory, architecture, test, List.of(), List.of());
    }

    private static void write(
            Path directory, String architecture, boolean test, List<String> more, List<String> drivers)
            throws IOException {
        Files.createDirectories(directory);
        SortedMap<String, byte[]> files = new TreeMap<>(Map.of(
                "vmlinux", bytes("kernel"), "initramfs.cpio", bytes("initramfs"), "root.squashfs", bytes("root")));
        List<String> languages = new ArrayList<>(LANGUAGES);
        languages.addAll(more);
        List<String> facts = new ArrayList<>(List.of(
                "agent_protocol 1",
                "arch " + architecture,
                "kernel 6.1.0-standin",
                "package bash 5.2.15-2",
                "test " + test));
        List<String> entries = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
            String digest = sha256(file.getValue());
            int size = file.getValue().length;
            facts.add("file " + file.getKey() + " " + digest + " " + size);
            entries.add("\"%s\": {\"sha256\": \"%s\", \"bytes\": %d}".formatted(file.getKey(), digest, size));
        }
        drivers.forEach(driver -> facts.add("driver " + driver));
        languages.forEach(language -> facts.add("language " + language));
        String manifest = """
            {
              "v": 2,
              "digest": "sha256:%s",
              "arch": "%s",
              "kernel": "6.1.0-standin",
              "files": {
                %s
              },
              "languages": {%s},
              "added": [],%s
              "packages": {"bash": "5.2.15-2"},
              "agent_protocol": 1,
              "test": %s
            }
            """.formatted(
                        digest(facts),
                        architecture,
                        String.join(",\n    ", entries),
                        commands(languages),
                        drivers(drivers),
                        test);
        Files.writeString(directory.resolve("manifest.json"), manifest);
    }

    private static String digest(List<String> facts) {
        return sha256(bytes(facts.stream().sorted().collect(Collectors.joining("\n", "", "\n"))));
    }

    private static String commands(List<String> languages) {
        return languages.stream()
                .map(language -> language.split(" "))
                .map(words -> "\"%s\": [\"%s\"]".formatted(words[0], words[1]))
                .collect(Collectors.joining(", "));
    }

    private static String drivers(List<String> names) {
        return names.isEmpty() ? "" : names.stream().collect(Collectors.joining("\", \"", " \"drivers\": [\"", "\"],"));
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
