package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omerta.core.config.Configuration;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.standin.SocketPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A hypervisor over a fresh directory, which can show that it left nothing. */
final class RunningHypervisor implements AutoCloseable {
    private final Path run;
    private final QemuHypervisor hypervisor;
    private final Set<String> threadsBefore = platformThreads();
    private final long socketsBefore = sockets();

    private RunningHypervisor(Path run, QemuHypervisor hypervisor) throws IOException {
        this.run = run;
        this.hypervisor = hypervisor;
    }

    static RunningHypervisor open(Path directory, Configuration.Acceleration acceleration) throws Exception {
        RealImage.get();
        openAndCloseSockets();
        Path run = Files.createDirectory(directory.resolve("run"));
        return new RunningHypervisor(run, QemuHypervisor.open(TestSettings.withoutTemplates(directory, acceleration)));
    }

    /** The JDK opens a socket of its own at the first close of any, and keeps it. */
    private static void openAndCloseSockets() throws IOException {
        SocketPair pair = SocketPair.open();
        pair.host().close();
        pair.guest().close();
    }

    VirtualMachine boot() throws InterruptedException {
        return hypervisor.boot(RealImage.request());
    }

    QemuHypervisor hypervisor() {
        return hypervisor;
    }

    @Override
    public void close() {
        hypervisor.close();
    }

    void assertNothingIsLeft() throws IOException {
        assertThat(run).isEmptyDirectory();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        await().untilAsserted(() -> assertThat(platformThreads()).isSubsetOf(threadsBefore));
        await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(socketsBefore));
    }

    /** Ours; the JVM makes its own when it likes. */
    private static Set<String> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("omerta"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The JVM opens files of its own when it likes, but no sockets. */
    private static long sockets() throws IOException {
        Path own = Path.of("/proc/self/fd");
        if (!Files.isDirectory(own)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(own)) {
            return open.filter(RunningHypervisor::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
