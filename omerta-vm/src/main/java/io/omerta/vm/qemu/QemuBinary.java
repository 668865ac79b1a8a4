package io.omerta.vm.qemu;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.Architecture;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The QEMU of this host.
 *
 * @param version for example "7.2.22"
 */
record QemuBinary(Path path, Architecture architecture, String version) {
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)(\\.\\d+)?");
    private static final int VERSION_LIMIT_SECONDS = 10;
    private static final int MAX_VERSION_BYTES = 4096;

    /** {@code -netdev stream} came with 7.2. */
    private static final int OLDEST = 702;

    /**
     * Looks through PATH, for guests of this host's own architecture.
     *
     * @throws OmertaException if there is none, or only one that is too old
     */
    static QemuBinary find() throws InterruptedException {
        return find(Architecture.ofHost());
    }

    /** Looks through PATH, for guests of that architecture: those that are not this host's can only be emulated. */
    static QemuBinary find(Architecture architecture) throws InterruptedException {
        String name = switch (architecture) {
            case AMD64 -> "qemu-system-x86_64";
            case ARM64 -> "qemu-system-aarch64";
        };
        Path path = Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory).resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing("could not find QEMU: there is no " + name + " in PATH", architecture));
        return new QemuBinary(path, architecture, versionOf(path));
    }

    /** What another build of it would have otherwise. */
    List<String> identity() {
        File file = path.toFile();
        return List.of(path.toString(), version, Long.toString(file.length()), Long.toString(file.lastModified()));
    }

    private static String versionOf(Path path) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(path.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try {
                String output =
                        new String(process.getInputStream().readNBytes(MAX_VERSION_BYTES), StandardCharsets.UTF_8);
                boolean ended = process.waitFor(VERSION_LIMIT_SECONDS, TimeUnit.SECONDS);
                return parseVersion(ended ? output : "");
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw missing("could not run " + path + ": " + e.getMessage());
        }
    }

    static String parseVersion(String output) {
        Matcher matcher = VERSION.matcher(output);
        if (!matcher.find()) {
            throw missing("could not recognise QEMU's version: it says \"" + output.strip() + "\"");
        }
        int version = Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2));
        String text = matcher.group().substring("version ".length());
        if (version < OLDEST) {
            throw missing("could not use QEMU " + text + ": at least 7.2 is needed");
        }
        return text;
    }

    private static OmertaException missing(String message) {
        return missing(message, Architecture.ofHost());
    }

    private static OmertaException missing(String message, Architecture architecture) {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        String debian = switch (architecture) {
            case AMD64 -> "qemu-system-x86";
            case ARM64 -> "qemu-system-arm";
        };
        String hint = mac ? "brew install qemu" : "sudo apt-get install " + debian;
        return new OmertaException(ErrorCode.MISSING_PREREQUISITE, message, hint);
    }
}
