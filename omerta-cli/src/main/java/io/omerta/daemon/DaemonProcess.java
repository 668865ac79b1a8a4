package io.omerta.daemon;

import io.omerta.cli.session.Session;
import io.omerta.core.config.Configuration;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of the daemon: its log, its lock, and a clean stop on SIGTERM. */
final class DaemonProcess {
    private final Session session;
    private final OmertaHome home;

    DaemonProcess(Session session) {
        this.session = session;
        this.home = session.home();
    }

    /** Runs until it is stopped. @return the exit code */
    int run(@Nullable Integer port) {
        return run(
                port,
                true,
                ready -> session.console()
                        .notice("omertad is running (pid " + ready.pid() + ", port " + ready.port() + ")"));
    }

    /** As {@link #run}, in the background: tells the one who started it how that went, on standard output. */
    int runReporting(@Nullable Integer port) {
        try {
            return run(port, false, this::report);
        } catch (OmertaException e) {
            report(StartReport.Failed.of(e));
            return e.code().exitCode();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(DaemonProcess.class).error("could not start", e);
            report(new StartReport.Failed(
                    ErrorCode.INTERNAL,
                    "could not start omertad: a fault of its own (" + e + ")",
                    "cat " + home.log()));
            return ErrorCode.INTERNAL.exitCode();
        }
    }

    private int run(@Nullable Integer port, boolean console, Consumer<StartReport.Ready> whenReady) {
        home.prepare();
        Configuration configuration = Configuration.load(home.configuration());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (DaemonLog _ = DaemonLog.open(home.log(), console);
                HomeLock _ = HomeLock.acquire(home);
                Daemon daemon = Daemon.start(
                        home, port == null ? configuration : configuration.withPort(port), stop::countDown)) {
            Logger log = LoggerFactory.getLogger(DaemonProcess.class);
            // SIGTERM: the hook holds the JVM until everything is closed.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndAwait(stop, stopped), "stop-on-signal"));
            whenReady.accept(new StartReport.Ready(ProcessHandle.current().pid(), daemon.port()));
            log.info("omertad is running, port {}", daemon.port());
            stop.await();
            log.info("omertad stops");
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ErrorCode.INTERNAL.exitCode();
        } finally {
            stopped.countDown();
        }
    }

    private static void stopAndAwait(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(StartReport report) {
        try (OutputStream out = session.shell().out()) {
            out.write((report.line() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LoggerFactory.getLogger(DaemonProcess.class)
                    .warn("nobody waits for the report of the start: {}", e.getMessage());
        }
    }
}
