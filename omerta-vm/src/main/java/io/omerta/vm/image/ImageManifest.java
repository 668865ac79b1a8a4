package io.omerta.vm.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code manifest.json} says; the package's doc has the meaning of each field. Consistent in itself. */
record ImageManifest(
        int v,
        String digest,
        String arch,
        String kernel,
        SortedMap<String, ImageFile> files,
        SortedMap<String, List<String>> languages,
        List<String> added,
        List<String> drivers,
        SortedMap<String, String> packages,
        int agentProtocol,
        boolean test) {
    static final String KERNEL = "vmlinux";
    static final String INITRAMFS = "initramfs.cpio";
    static final String ROOT = "root.squashfs";

    /** Images of version 1 name no packages. */
    private static final int VERSION_WITHOUT_PACKAGES = 1;

    private static final int VERSION = 2;
    private static final int AGENT_PROTOCOL = 1;
    private static final int MAX_FILES = 16;
    private static final int MAX_ITEMS = 10_000;
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]{0,99}");
    private static final Pattern PACKAGE_VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+:~-]{0,199}");
    private static final Pattern DRIVER = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    /** Neither a space, which separates words, nor what JSON would write in two ways. */
    private static final Pattern WORD = Pattern.compile("[!#-\\[\\]-~]{1,200}");

    ImageManifest {
        requirePresent("digest", digest);
        requirePresent("arch", arch);
        requirePresent("kernel", kernel);
        requirePresent("files", files);
        requirePresent("languages", languages);
        require(v == VERSION || v == VERSION_WITHOUT_PACKAGES, "v: " + v + ", only " + VERSION + " is known");
        if (v == VERSION_WITHOUT_PACKAGES) {
            require(added == null && drivers == null && packages == null, "packages: unknown to version " + v);
            added = List.of();
            packages = new TreeMap<>();
        }
        requirePresent("added", added);
        requirePresent("packages", packages);
        files = new TreeMap<>(files);
        languages = copy(languages);
        added = List.copyOf(added);
        drivers = drivers == null ? List.of() : List.copyOf(drivers);
        packages = new TreeMap<>(packages);
        require(agentProtocol == AGENT_PROTOCOL, "agent_protocol: " + agentProtocol + ", only 1 is known");
        require(arch.matches("[a-z0-9]{1,16}"), "arch: \"" + arch + "\"");
        require(kernel.matches("[A-Za-z0-9._+~-]{1,100}"), "kernel: \"" + kernel + "\"");
        requireFiles(files);
        require(languages.size() <= MAX_ITEMS && packages.size() <= MAX_ITEMS, "packages: too many");
        require(drivers.size() <= MAX_ITEMS, "drivers: too many");
        languages.forEach(ImageManifest::requireLanguage);
        packages.forEach(ImageManifest::requirePackage);
        for (String name : added) {
            require(packages.containsKey(name), "added: \"" + name + "\" is no package of it");
        }
        for (String driver : drivers) {
            require(DRIVER.matcher(driver).matches(), "drivers: \"" + driver + "\" cannot be a name");
        }
        String expected = v == VERSION
                ? ImageFacts.digest(agentProtocol, arch, kernel, test, files, languages, added, drivers, packages)
                : ImageFacts.digestOfFiles(files);
        require(digest.equals(expected), "digest: does not fit what the manifest says");
    }

    /** Of all files together. */
    long bytes() {
        return files.values().stream().mapToLong(ImageFile::bytes).sum();
    }

    private static SortedMap<String, List<String>> copy(Map<String, List<String>> languages) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        languages.forEach((name, command) -> copy.put(name, List.copyOf(command)));
        return new TreeMap<>(copy);
    }

    private static void requireFiles(SortedMap<String, ImageFile> files) {
        require(files.size() <= MAX_FILES, "files: more than " + MAX_FILES);
        for (String name : files.keySet()) {
            require(name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"), "files: \"" + name + "\" cannot be a name");
            require(!name.equals(ManifestFile.NAME), "files: the manifest cannot be among them");
        }
        for (String name : List.of(KERNEL, INITRAMFS, ROOT)) {
            require(files.containsKey(name), "files: " + name + " is missing");
        }
    }

    private static void requireLanguage(String name, List<String> command) {
        require(name.matches("[a-z][a-z0-9+.-]{0,31}"), "languages: \"" + name + "\" cannot be a name");
        require(!command.isEmpty() && command.getFirst().startsWith("/"), "languages: " + name + " has no program");
        require(
                command.stream().allMatch(word -> WORD.matcher(word).matches()),
                "languages: " + name + " has a command that cannot be one");
    }

    private static void requirePackage(String name, @Nullable String version) {
        require(PACKAGE.matcher(name).matches(), "packages: \"" + name + "\" cannot be a name");
        require(version != null && PACKAGE_VERSION.matcher(version).matches(), "packages: " + name + " has no version");
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
