package io.omerta.cli.job;

import io.omerta.cli.session.TimeSpan;
import io.omerta.console.Console;
import io.omerta.console.Shell;
import io.omerta.core.address.Destination;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.proto.local.ExposedPort;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.VpnPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code submit} and {@code run} have in common. */
final class JobOptions {
    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "Where to look for a provider; not needed in one network.")
    String network = "";

    @Option(
            names = "--cpu",
            paramLabel = "N",
            converter = CpuCount.class,
            description = "CPUs (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + JobSpec.DEFAULT_CPUS)
    int cpus;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            converter = MemorySize.class,
            description = "Memory in MB, or like 512M or 2G (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + JobSpec.DEFAULT_MEMORY_BYTES / Resources.MEBIBYTE)
    long memoryBytes;

    @Option(
            names = "--disk",
            paramLabel = "MB",
            converter = DiskSize.class,
            description = "Disk in MB, or like 512M or 20G (default: ${DEFAULT-VALUE}).",
            defaultValue = "" + JobSpec.DEFAULT_DISK_BYTES / Resources.MEBIBYTE)
    long diskBytes;

    @Option(
            names = "--gpus",
            paramLabel = "N",
            converter = GpuCount.class,
            description = "Graphics cards, whole ones (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    int gpus;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Run it in this image: a name here, or (the beginning of) a digest.")
    String image = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "What the provider's owner reads.")
    String description = "";

    @Option(
            names = {"--timeout", "--time-limit"},
            paramLabel = "DURATION",
            converter = TimeSpan.class,
            description = "How long it may run, like 90s or 10m; waiting does not count.")
    @Nullable
    Duration timeLimit;

    @Option(
            names = "--output-limit",
            paramLabel = "SIZE",
            converter = OutputSize.class,
            description = "How much it may write, like 64M.")
    long outputLimitBytes;

    @Option(
            names = "--expose",
            paramLabel = "PORT[:LOCAL_PORT]",
            converter = Exposure.Converter.class,
            description = "Let the job reach this port of 127.0.0.1 here, as 10.0.0.1 (repeatable).")
    List<Exposure> exposures = new ArrayList<>();

    @Option(
            names = "--allow",
            paramLabel = "HOST[:PORT]",
            converter = AllowedHost.class,
            description = "Let the job reach this machine: a name, an address, or a block like 192.168.1.0/24"
                    + " (repeatable).")
    List<Destination> allowed = new ArrayList<>();

    @Option(
            names = "--internet",
            description = "Let the job reach every public address, by way of this computer's connection.")
    boolean internet;

    @Option(
            names = "--serve",
            paramLabel = "DIR",
            description = "Let the job read this folder: http://requester/ there, or the command fetch.")
    @Nullable
    String served;

    @Option(
            names = "--collect",
            paramLabel = "DIR",
            description = "Let the job send files into this folder: curl -T FILE http://requester/ there, or the"
                    + " command collect. What is in it already stays as it is.")
    @Nullable
    String collected;

    @Option(
            names = "--flow-log",
            paramLabel = "FILE",
            description = "Write a line into this file for each connection and each name that the job asks for.")
    @Nullable
    String flowLog;

    @Option(
            names = "--vpn-config",
            paramLabel = "FILE",
            description = "Let the job use this WireGuard server and not this computer; in the format of wg-quick.")
    @Nullable
    String vpnConfig;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            converter = Variable.class,
            description = "An environment variable of the job (repeatable).")
    List<String> environment = new ArrayList<>();

    @Option(names = "--detach", description = "Print the job's id and return at once.")
    boolean detached;

    @Option(names = "--result", paramLabel = "FILE", description = "Write how it ended into this file, as JSON.")
    @Nullable
    String resultFile;

    /**
     * @param console its shell says where folders are
     * @throws OmertaException when the domain does not allow such a job
     */
    LocalSubmitRequest request(Console console, Supplier<Program> program) {
        Shell shell = console.shell();
        try {
            Limits limits = new Limits(timeLimit == null ? Duration.ZERO : timeLimit, outputLimitBytes);
            JobSpec job = new JobSpec(
                    program.get(), new Resources(cpus, memoryBytes, diskBytes, gpus), limits, environment, description);
            VpnPolicy policy = policy(shell);
            return LocalSubmitRequest.newBuilder()
                    .setNetwork(network)
                    .setJob(JobSpecMessages.toProto(job))
                    .setPolicy(policy)
                    .setVpnConfig(vpnConfig(console, policy))
                    .setDetached(detached)
                    .setImage(image)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT, "could not submit the job: " + e.getMessage(), "omerta help submit", e);
        }
    }

    private String vpnConfig(Console console, VpnPolicy policy) {
        if (vpnConfig == null) {
            return "";
        }
        if (!policy.equals(VpnPolicy.getDefaultInstance())) {
            throw new IllegalArgumentException(
                    "with --vpn-config the job's tunnel does not end here: --expose, --allow,"
                            + " --internet, --serve, --collect and --flow-log have nothing to say");
        }
        return VpnConfigFile.read(console, vpnConfig);
    }

    private VpnPolicy policy(Shell shell) {
        VpnPolicy.Builder policy = VpnPolicy.newBuilder();
        for (Exposure exposure : exposures) {
            policy.addExpose(ExposedPort.newBuilder().setPort(exposure.port()).setLocalPort(exposure.localPort()));
        }
        if (served != null) {
            policy.setServe(LocalFolder.existing(shell.resolve(served), served).toString());
        }
        if (collected != null) {
            policy.setCollect(
                    LocalFolder.made(shell.resolve(collected), collected).toString());
        }
        if (flowLog != null) {
            policy.setFlowLog(shell.resolve(flowLog).toAbsolutePath().toString());
        }
        allowed.forEach(destination -> policy.addAllow(destination.toString()));
        return policy.setInternet(internet).build();
    }
}
