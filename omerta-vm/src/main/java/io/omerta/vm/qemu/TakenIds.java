package io.omerta.vm.qemu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which ids of users and groups this host has given away: to accounts (passwd(5), group(5)) and to processes that run.
 *
 * @param mapped what this process's user namespace has at all (user_namespaces(7)), for users and for groups
 */
record TakenIds(Set<Long> ids, List<IdRange> mapped, List<IdRange> mappedGroups) {
    /** Name, password, id. */
    private static final int ID_FIELD = 2;

    static TakenIds ofHost() {
        try {
            Set<Long> ids = new HashSet<>();
            for (String accounts : List.of("/etc/passwd", "/etc/group")) {
                addAccounts(Path.of(accounts), ids);
            }
            addProcesses(ids);
            return new TakenIds(ids, mapped("/proc/self/uid_map"), mapped("/proc/self/gid_map"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read which users there are: " + e.getMessage(), e);
        }
    }

    boolean isFree(IdRange range) {
        return isMapped(range) && ids.stream().noneMatch(range::contains);
    }

    boolean isMapped(IdRange range) {
        return Stream.of(mapped, mappedGroups).allMatch(maps -> maps.stream().anyMatch(map -> map.contains(range)));
    }

    private static void addAccounts(Path file, Set<Long> ids) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":");
            if (fields.length > ID_FIELD && fields[ID_FIELD].matches("\\d{1,10}")) {
                ids.add(Long.valueOf(fields[ID_FIELD]));
            }
        }
    }

    private static void addProcesses(Set<Long> ids) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    ids.add(Integer.toUnsignedLong((int) Files.getAttribute(process, "unix:uid")));
                } catch (IOException e) {
                    // It has ended.
                }
            }
        }
    }

    private static List<IdRange> mapped(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .map(line -> Arrays.stream(line.strip().split("\\s+"))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .map(fields -> new IdRange(fields[0], fields[2]))
                .toList();
    }
}
