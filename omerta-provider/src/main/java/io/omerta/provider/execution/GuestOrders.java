package io.omerta.provider.execution;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Program;
import io.omerta.core.job.SentFile;
import io.omerta.vm.agent.GuestConfiguration;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.frame.MacAddress;
import io.omerta.vm.image.GuestImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the agent is told about a job. */
final class GuestOrders {
    static final int SEED_BYTES = 64;
    private static final String SCRIPT = "script";
    /** The agent's working directory for the job. */
    private static final String SCRIPT_PATH = "/job/" + SCRIPT;

    private static final int SCRIPT_MODE = 0644;
    private static final int HOST_NAME_CHARACTERS = 8;

    private GuestOrders() {}

    /**
     * @param seed {@link #SEED_BYTES} of true randomness
     * @param macAddress the one that the VM's gate knows
     */
    static GuestConfiguration configuration(JobOrder order, Instant time, Blob seed, MacAddress macAddress) {
        String hostname = "job-" + order.id().toString().substring(0, HOST_NAME_CHARACTERS);
        return new GuestConfiguration(
                hostname, time, seed, macAddress, order.vpn().orElseThrow());
    }

    /** @throws IllegalStateException for a language that the image does not have, which admission refuses */
    static GuestProgram program(JobOrder order) {
        JobLimits limits = order.limits();
        JobSpec job = order.job().get();
        return new GuestProgram(
                argv(job.program(), order.image()),
                job.environment(),
                files(job.program()),
                limits.memoryBytes(),
                limits.processes(),
                limits.diskBytes());
    }

    private static List<String> argv(Program program, GuestImage image) {
        return switch (program) {
            case Program.CommandLine commandLine -> commandLine.argv();
            case Program.Script script -> {
                List<String> interpreter = image.languages().get(script.language());
                if (interpreter == null) {
                    throw new IllegalStateException("the image has no language " + script.language());
                }
                List<String> argv = new ArrayList<>(interpreter);
                argv.add(SCRIPT_PATH);
                yield argv;
            }
        };
    }

    private static List<SentFile> files(Program program) {
        return switch (program) {
            case Program.CommandLine commandLine -> commandLine.files();
            case Program.Script script -> List.of(new SentFile(SCRIPT, script.source(), SCRIPT_MODE));
        };
    }
}
