package io.omerta.bench.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace.
 *
 * @param address dotted, of its end of the wire
 */
public record Machine(String namespace, String address) {
    /** A builder of a process that runs inside; its identifier is the program's own. */
    public ProcessBuilder process(String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        inside.addAll(List.of(command));
        return new ProcessBuilder(inside);
    }

    /** A builder of a process that runs a class of this class path. */
    public ProcessBuilder java(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return process(command.toArray(String[]::new));
    }

    /** Runs a program inside to its end and returns what it wrote. */
    public String run(String... command) throws IOException, InterruptedException {
        return Commands.finish(process(command).redirectErrorStream(true).start(), "");
    }

    /** The same with a text on its standard input. */
    public String runWithInput(String input, String... command) throws IOException, InterruptedException {
        return Commands.finish(process(command).redirectErrorStream(true).start(), input);
    }
}
