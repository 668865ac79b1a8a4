package io.omerta.bench.idle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link IdleProgram} with networks of its own, as any user may where the system lets users make namespaces. */
public final class IdleBenchmark {
    private IdleBenchmark() {}

    /** @param arguments those of {@link IdleProgram} */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--net"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String log = System.getProperty("logback.configurationFile");
        command.addAll(List.of(
                "-Dlogback.configurationFile=" + log,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                IdleProgram.class.getName()));
        command.addAll(List.of(arguments));
        Process program = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(program)));
        System.exit(program.waitFor());
    }

    /** It stops the daemon before it ends. */
    private static void stop(Process program) {
        program.destroy();
        program.onExit().join();
    }
}
