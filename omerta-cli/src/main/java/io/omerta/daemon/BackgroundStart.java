package io.omerta.daemon;

import io.omerta.cli.session.Session;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Starts the daemon as a process of its own, and waits until that says whether it came up. */
final class BackgroundStart {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OmertaHome home;

    BackgroundStart(Session session) {
        this.home = session.home();
    }

    /** @throws OmertaException what kept the daemon from starting, in its own words */
    StartReport.Ready start(@Nullable Integer port) {
        // What the JVM itself has to say, such as a crash; the daemon writes to its log.
        Path errors = home.logs().resolve("omertad.stderr");
        ProcessBuilder builder = new ProcessBuilder(DaemonCommandLine.inBackground(home, port))
                .directory(home.root().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(errors.toFile());
        builder.environment().put("OMERTA_HOME", home.root().toString());
        builder.environment().put("OMERTA_IMAGES", home.images().toString());
        try {
            Process process = builder.start();
            return switch (report(process, errors)) {
                case StartReport.Ready ready -> ready;
                case StartReport.Failed failed -> throw failed.toException();
            };
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INTERNAL, "could not start omertad: " + e.getMessage(), "omertad start --foreground", e);
        }
    }

    private StartReport report(Process process, Path errors) {
        CompletableFuture<Optional<StartReport>> line = new CompletableFuture<>();
        Thread.ofVirtual().name("start-report").start(() -> line.complete(read(process)));
        try {
            return line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .orElseThrow(() -> new OmertaException(
                            ErrorCode.INTERNAL,
                            "could not start omertad: it ended without a word",
                            "cat " + errors + " " + home.log()));
        } catch (TimeoutException | ExecutionException e) {
            process.destroy();
            throw new OmertaException(
                    ErrorCode.TIMED_OUT,
                    "could not start omertad: it did not come up in " + PATIENCE.toSeconds() + " s",
                    "cat " + home.log(),
                    e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while omertad started", e);
        }
    }

    private static Optional<StartReport> read(Process process) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Optional<StartReport> report = StartReport.parse(line);
                if (report.isPresent()) {
                    return report;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
