package io.omerta.bench;

import java.io.IOException;
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
     * were opened for it get their own names back.
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
        return descriptor.replaceFirst(Matcher.quoteReplacement(file.toString()));
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
