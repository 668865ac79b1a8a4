package io.omerta.cli.job;

import io.omerta.console.Json;
import io.omerta.console.Shell;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code --result FILE}: one JSON object about how it ended, whatever happened. */
final class ResultFile {
    private final Optional<Path> file;

    private ResultFile(Optional<Path> file) {
        this.file = file;
    }

    static ResultFile of(Shell shell, @Nullable String name) {
        return new ResultFile(Optional.ofNullable(name).map(shell::resolve));
    }

    /** Before the job is submitted: a result that has nowhere to go is no use afterwards. */
    void requireWritable() {
        file.ifPresent(path -> write(path, ""));
    }

    void write(JobLabel job, JobEnd end, Optional<String> provider, int exitCode) {
        Json json = Json.document()
                .put("job_id", job.id())
                .put("code", exitCode)
                .putUnlessEmpty("provider_peer_id", provider.orElse(""));
        file.ifPresent(path -> write(path, JobJson.fill(json, end) + "\n"));
    }

    /** For what failed before or beside the job: the outcome is OMERTA_FAILED. */
    void writeFailure(OmertaException failure, int exitCode) {
        Json error = Json.object()
                .put("code", failure.code().name())
                .put("message", String.valueOf(failure.getMessage()))
                .put("hint", failure.hint());
        Json json = Json.document()
                .put("code", exitCode)
                .put("outcome", "OMERTA_FAILED")
                .put("error", error);
        try {
            file.ifPresent(path -> write(path, json + "\n"));
        } catch (OmertaException e) {
            failure.addSuppressed(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not write the result to " + path + ": " + e.getMessage(),
                    "name another file: --result FILE",
                    e);
        }
    }
}
