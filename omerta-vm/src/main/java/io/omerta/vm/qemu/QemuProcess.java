package io.omerta.vm.qemu;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One child process, owned: it is tied to this process's life, its error output is read, and {@link #close} leaves neither
 * process nor zombie nor thread. Any thread may call.
 */
final class QemuProcess implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final File NOTHING = new File("/dev/null");

    private final Process process;
    private final QemuTether tether;
    private final LastLines errors = new LastLines();
    private final Thread errorReader;
    private final CompletableFuture<Integer> exit;

    private QemuProcess(Process process, QemuTether tether, String name) {
        this.process = process;
        this.tether = tether;
        exit = process.onExit().thenApply(Process::exitValue);
        errorReader = Thread.ofPlatform()
                .name("omerta-errors-of-" + name)
                .daemon()
                .unstarted(() -> errors.drain(process.getErrorStream()));
    }

    /** @param directory the process's working directory */
    static QemuProcess start(
            ForkThread forks, QemuTether tether, Walls walls, List<String> command, Path directory, String name)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(tether.tie(command, walls))
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (tether == QemuTether.PARENT_DEATH_SIGNAL) {
            builder.redirectInput(NOTHING);
        }
        // Nothing of the daemon's environment is QEMU's business; glibc and GLib need none of it.
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        QemuProcess started = new QemuProcess(forks.start(builder), tether, name);
        started.errorReader.start();
        return started;
    }

    /** Of the process that was started; empty if it has ended already. */
    Optional<ProcessIdentity> identity() {
        return ProcessIdentity.of(process.pid());
    }

    /** Completes with the exit status; 128 and the number for a signal. */
    CompletableFuture<Integer> onExit() {
        return exit;
    }

    /** Empty if it still runs after that time. */
    Optional<Integer> awaitExit(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it complained about last; complete once it has ended. */
    String lastErrors() {
        return errors.onOneLine();
    }

    /** SIGKILL: a machine's state is its own to lose. Waits until it is gone. Idempotent. */
    @Override
    public void close() {
        switch (tether) {
            case PARENT_DEATH_SIGNAL -> process.toHandle().destroyForcibly();
            // The shell would leave its command behind: it has to do it itself, when its standard input ends.
            case WATCHING_SHELL -> endStandardInput();
        }
        awaitUninterruptibly();
    }

    private void endStandardInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The shell is gone already.
        }
    }

    /** Nothing survives SIGKILL: this ends. */
    private void awaitUninterruptibly() {
        int _ = exit.join();
        boolean interrupted = Thread.interrupted();
        try {
            // Its error output ends with it, unless it left a child behind, which QEMU's sandbox denies it.
            boolean _ = errorReader.join(LAST_WORDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
