package io.omerta.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The process of a machine that Omerta started, as Linux shows it. */
public record RunningQemu(ProcessHandle process) {
    private static final String SCRATCH = "scratch.img";
    private static final long SCRATCH_BYTES = 2L << 30;
    private static final Pattern DESCRIPTOR = Pattern.compile("/dev/fd/(\\d)");

    /** @throws java.util.NoSuchElementException if this process has no such child */
    public static RunningQemu of(String machine) {
        String name = "omerta-" + machine;
        return new RunningQemu(ProcessHandle.current()
                .descendants()
                .filter(process -> arguments(process).contains(name))
                .filter(process -> arguments(process).getFirst().contains("qemu-system"))
                .findFirst()
                .orElseThrow());
    }

    /**
     * Its command line, without what ties it to this process. Its sockets are named relative to its directory; files that
     * were opened for it get their own names back, but for the job's disk, which is {@code scratch.img} in its directory.
     */
    public List<String> commandLine() throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String argument : arguments(process)) {
            arguments.add(withFileName(argument));
        }
        return arguments;
    }

    private String withFileName(String argument) throws IOException {
        Matcher descriptor = DESCRIPTOR.matcher(argument);
        if (!descriptor.find()) {
            return argument;
        }
        Path file = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/" + descriptor.group(1)));
        Path name = file.endsWith(SCRATCH) ? Path.of(SCRATCH) : file;
        return descriptor.replaceFirst(Matcher.quoteReplacement(name.toString()));
    }

    /** In place of the job's disk, for a machine that gets no job: whoever runs the command line has to have it. */
    public static Path createScratch(Path directory) throws IOException {
        Path scratch = directory.resolve(SCRATCH);
        try (RandomAccessFile file = new RandomAccessFile(scratch.toFile(), "rw")) {
            file.setLength(SCRATCH_BYTES);
        }
        return scratch;
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.UTF_8);
            return Stream.of(line.split("\0", -1))
                    .limit(line.chars().filter(c -> c == 0).count())
                    .toList();
        } catch (IOException e) {
            return List.of("");
        }
    }
}
