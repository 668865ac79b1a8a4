package io.omerta.vm.image;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code manifest.json} says; the package's doc has the meaning of each field. Consistent in itself. */
record ImageManifest(
        int v,
        String digest,
        String arch,
        String kernel,
        SortedMap<String, ImageFile> files,
        Map<String, List<String>> languages,
        int agentProtocol,
        boolean test) {
    static final String KERNEL = "vmlinux";
    static final String INITRAMFS = "initramfs.cpio";
    static final String ROOT = "root.squashfs";
    private static final int VERSION = 1;
    private static final int AGENT_PROTOCOL = 1;

    ImageManifest {
        requirePresent("digest", digest);
        requirePresent("arch", arch);
        requirePresent("kernel", kernel);
        requirePresent("files", files);
        requirePresent("languages", languages);
        files = new TreeMap<>(files);
        languages = copy(languages);
        require(v == VERSION, "v: " + v + ", only " + VERSION + " is known");
        require(agentProtocol == AGENT_PROTOCOL, "agent_protocol: " + agentProtocol + ", only 1 is known");
        require(kernel.matches("[A-Za-z0-9._+~-]{1,100}"), "kernel: \"" + kernel + "\"");
        for (String name : files.keySet()) {
            require(name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"), "files: \"" + name + "\" cannot be a name");
        }
        for (String name : List.of(KERNEL, INITRAMFS, ROOT)) {
            require(files.containsKey(name), "files: " + name + " is missing");
        }
        languages.forEach(ImageManifest::requireLanguage);
        require(digest.equals(digestOf(files)), "digest: does not fit the files' digests");
    }

    /** The name of an image with these files. */
    static String digestOf(SortedMap<String, ImageFile> files) {
        StringBuilder lines = new StringBuilder();
        files.forEach((name, file) ->
                lines.append(name).append(' ').append(file.sha256()).append('\n'));
        return "sha256:" + Sha256.hex(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> languages) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        languages.forEach((name, command) -> copy.put(name, List.copyOf(command)));
        return Map.copyOf(copy);
    }

    private static void requireLanguage(String name, List<String> command) {
        require(name.matches("[a-z][a-z0-9+.-]{0,31}"), "languages: \"" + name + "\" cannot be a name");
        require(!command.isEmpty() && command.getFirst().startsWith("/"), "languages: " + name + " has no program");
    }

    private static void requirePresent(String field, @Nullable Object value) {
        require(value != null, field + ": is missing");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
