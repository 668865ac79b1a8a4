package io.omerta.vm.agent;

import io.omerta.core.job.SentFile;
import java.util.List;

/**
 * The one program of a machine's life.
 *
 * @param argv program and arguments; without a slash the program is looked up in the guest's PATH
 * @param environment NAME=VALUE, added to the agent's own
 * @param files written into the job's directory first
 * @param memoryLimitBytes of all its processes together; beyond it they are killed
 * @param processLimit reaching it ends the job
 * @param diskLimitBytes of everything it writes: the size of the machine's disk
 */
public record GuestProgram(
        List<String> argv,
        List<String> environment,
        List<SentFile> files,
        long memoryLimitBytes,
        int processLimit,
        long diskLimitBytes) {
    public GuestProgram {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
        files = List.copyOf(files);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("argv: no program is named");
        }
        if (memoryLimitBytes <= 0 || processLimit <= 0 || diskLimitBytes <= 0) {
            throw new IllegalArgumentException("limits: memory " + memoryLimitBytes + ", processes " + processLimit
                    + ", disk " + diskLimitBytes + "; all have to be positive");
        }
    }
}
