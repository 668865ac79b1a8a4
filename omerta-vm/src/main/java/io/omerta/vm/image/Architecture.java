package io.omerta.vm.image;

import java.util.Arrays;
import java.util.Optional;

/** Instruction sets that guests are built for, with Debian's names. */
public enum Architecture {
    AMD64("amd64"),
    ARM64("arm64");

    private final String debianName;

    Architecture(String debianName) {
        this.debianName = debianName;
    }

    /** @throws IllegalStateException on a host that is neither */
    public static Architecture ofHost() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> AMD64;
            case "aarch64", "arm64" -> ARM64;
            default -> throw new IllegalStateException("no guest exists for the architecture " + name);
        };
    }

    static Optional<Architecture> named(String debianName) {
        return Arrays.stream(values())
                .filter(architecture -> architecture.debianName.equals(debianName))
                .findFirst();
    }

    @Override
    public String toString() {
        return debianName;
    }
}
