package io.omerta.vm.image;

import io.omerta.core.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** The lines over which an image's digest is: everything that its manifest says, so that the digest vouches for all of it. */
final class ImageFacts {
    private static final String ALGORITHM = "sha256:";

    private ImageFacts() {}

    static String digest(
            int agentProtocol,
            String arch,
            String kernel,
            boolean test,
            SortedMap<String, ImageFile> files,
            SortedMap<String, List<String>> languages,
            List<String> added,
            List<String> drivers,
            SortedMap<String, String> packages) {
        List<String> lines = new ArrayList<>();
        lines.add("agent_protocol " + agentProtocol);
        lines.add("arch " + arch);
        lines.add("kernel " + kernel);
        lines.add("test " + test);
        files.forEach((name, file) -> lines.add("file " + name + " " + file.sha256() + " " + file.bytes()));
        languages.forEach((name, command) -> lines.add("language " + name + " " + String.join(" ", command)));
        added.forEach(name -> lines.add("added " + name));
        drivers.forEach(name -> lines.add("driver " + name));
        packages.forEach((name, version) -> lines.add("package " + name + " " + version));
        Collections.sort(lines);
        return sha256(String.join("\n", lines) + "\n");
    }

    /** Of version 1. */
    static String digestOfFiles(SortedMap<String, ImageFile> files) {
        StringBuilder lines = new StringBuilder();
        files.forEach((name, file) ->
                lines.append(name).append(' ').append(file.sha256()).append('\n'));
        return sha256(lines.toString());
    }

    private static String sha256(String text) {
        return ALGORITHM + Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
