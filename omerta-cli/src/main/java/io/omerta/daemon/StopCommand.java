package io.omerta.daemon;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

@Command(
        name = "stop",
        description = {
            "Stop the daemon; the jobs of its user end.",
            "Jobs of others that run here go on when it is started again within a minute, unless vm.checkpoint_on_stop"
                    + " is false in config.json.",
            "Returns when it has ended."
        })
final class StopCommand extends ClientCommand {
    /** The daemon's own deadlines for closing its parts add up to less. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @Override
    protected int run(Session session) {
        Optional<ProcessHandle> process = askToStop(session);
        if (process.isEmpty()) {
            session.console().print("omertad is not running");
            return 0;
        }
        awaitEnd(process.get());
        session.console().print("omertad has stopped (pid " + process.get().pid() + ")");
        return 0;
    }

    private static Optional<ProcessHandle> askToStop(Session session) {
        try {
            long pid = session.daemon().stop();
            // It may have ended already.
            return Optional.of(ProcessHandle.of(pid).orElseGet(ProcessHandle::current))
                    .filter(process -> process.pid() == pid);
        } catch (OmertaException e) {
            if (e.code() != ErrorCode.DAEMON_UNREACHABLE) {
                throw e;
            }
            Optional<ProcessHandle> silent = HomeLock.holder(session.home());
            silent.ifPresent(ProcessHandle::destroy);
            return silent;
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new OmertaException(
                    ErrorCode.TIMED_OUT,
                    "could not stop omertad: process " + process.pid() + " did not end in " + PATIENCE.toSeconds()
                            + " s",
                    "kill -9 " + process.pid(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), e);
        }
    }
}
