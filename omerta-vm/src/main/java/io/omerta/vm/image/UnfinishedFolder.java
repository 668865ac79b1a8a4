package io.omerta.vm.image;

import io.omerta.core.file.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder beside images that nobody takes for one, {@code .KIND.PID.RANDOM}: what is in it when it is closed is deleted.
 * Those of processes that were killed are deleted by the next one. {@code build-image} names its own alike.
 */
final class UnfinishedFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\.(image|import|removed)\\.([0-9]{1,18})\\..+");

    private final Path path;

    private UnfinishedFolder(Path path) {
        this.path = path;
    }

    static UnfinishedFolder create(Path parent, String kind) throws IOException {
        deleteLeftovers(parent);
        String prefix = "." + kind + "." + ProcessHandle.current().pid() + ".";
        return new UnfinishedFolder(Files.createTempDirectory(parent, prefix));
    }

    Path path() {
        return path;
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            for (Path child : children.toList()) {
                Matcher name = NAME.matcher(child.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty()) {
                    FolderTree.delete(child);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(path);
    }
}
