package io.omerta.bench.owner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** SIGSTOP and SIGCONT, for which Java has no call. */
final class Stopping {
    private Stopping() {}

    static void stop(List<ProcessHandle> processes) throws IOException, InterruptedException {
        signal("-STOP", processes);
    }

    static void resume(List<ProcessHandle> processes) throws IOException, InterruptedException {
        signal("-CONT", processes);
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(command + " failed");
        }
    }
}
