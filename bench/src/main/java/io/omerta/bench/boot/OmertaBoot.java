package io.omerta.bench.boot;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.qemu.QemuHypervisor;
import io.omerta.vm.qemu.QemuSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The daemon's way: through the hypervisor. */
final class OmertaBoot implements AutoCloseable {
    private static final Pattern DESCRIPTOR = Pattern.compile("/dev/fd/(\\d)");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final QemuHypervisor hypervisor;
    private final VmRequest request;

    private OmertaBoot(Path directory, QemuHypervisor hypervisor, VmRequest request) {
        this.directory = directory;
        this.hypervisor = hypervisor;
        this.request = request;
    }

    static OmertaBoot open(GuestImage image) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("bench");
        Path run = Files.createDirectory(directory.resolve("run"));
        QemuSettings settings =
                new QemuSettings(run, directory.resolve("acceleration.json"), Configuration.Acceleration.AUTO);
        VmRequest request = new VmRequest(new JobId(0, 1), image, new Resources(1, 256 * Resources.MEBIBYTE));
        return new OmertaBoot(directory, QemuHypervisor.open(settings), request);
    }

    /** Probes, which may boot a machine; only the first time. */
    HypervisorReport report() throws InterruptedException {
        return hypervisor.probe(request.image());
    }

    /** Boots once and closes the machine. From the request to the agent's first message. */
    Duration measure() throws InterruptedException {
        long start = System.nanoTime();
        try (VirtualMachine machine = hypervisor.boot(request)) {
            machine.awaitReady(LIMIT);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /**
     * The command line of a machine that it boots, taken from the running process, without what ties it to this one. Its
     * sockets are named relative to its directory; files that were opened for it get their own names back.
     */
    List<String> commandLine() throws IOException, InterruptedException {
        try (VirtualMachine machine = hypervisor.boot(request)) {
            machine.awaitReady(LIMIT);
            String name = "omerta-" + machine.id();
            ProcessHandle qemu = ProcessHandle.current()
                    .descendants()
                    .filter(process -> arguments(process).contains(name))
                    .filter(process -> arguments(process).getFirst().contains("qemu-system"))
                    .findFirst()
                    .orElseThrow();
            List<String> arguments = new ArrayList<>();
            for (String argument : arguments(qemu)) {
                arguments.add(withFileNames(qemu, argument));
            }
            return arguments;
        }
    }

    private static String withFileNames(ProcessHandle process, String argument) throws IOException {
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

    @Override
    public void close() throws IOException {
        hypervisor.close();
        Files.deleteIfExists(directory.resolve("run"));
        Files.deleteIfExists(directory.resolve("acceleration.json"));
        Files.delete(directory);
    }
}
