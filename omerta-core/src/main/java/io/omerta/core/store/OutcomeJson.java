package io.omerta.core.store;

import io.omerta.core.file.StrictJson;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Cause;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.RogueConnection;
import io.omerta.core.job.Usage;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job's end in one line of JSON, as the column {@code outcome} has it. */
record OutcomeJson(
        JobState state,
        @Nullable Integer exitCode,
        @Nullable Integer signal,
        Cause cause,
        String message,
        String hint,
        UsageJson usage,
        @Nullable RogueJson rogueConnection,
        boolean outputTruncated) {

    static String write(JobEnd end) {
        Integer exitCode = null;
        Integer signal = null;
        switch (end.result().orElse(null)) {
            case ProgramResult.ExitCode exit -> exitCode = exit.code();
            case ProgramResult.Signal killed -> signal = killed.number();
            case null -> {}
        }
        return StrictJson.writeLine(new OutcomeJson(
                end.state(),
                exitCode,
                signal,
                end.cause(),
                end.message(),
                end.hint(),
                UsageJson.of(end.usage()),
                end.rogueConnection().map(RogueJson::of).orElse(null),
                end.outputTruncated()));
    }

    /** @throws IllegalArgumentException if it is not what {@link #write} gives */
    static JobEnd read(String json) {
        OutcomeJson outcome = StrictJson.parse(json, OutcomeJson.class);
        return new JobEnd(
                outcome.state,
                outcome.result(),
                outcome.cause,
                outcome.message,
                outcome.hint,
                outcome.usage.toUsage(),
                Optional.ofNullable(outcome.rogueConnection).map(RogueJson::toRogueConnection),
                outcome.outputTruncated);
    }

    private Optional<ProgramResult> result() {
        if (exitCode != null) {
            return Optional.of(new ProgramResult.ExitCode(exitCode));
        }
        return Optional.ofNullable(signal).map(ProgramResult.Signal::new);
    }

    /**
     * @param pausedMs missing where it was written by a version without pauses
     * @param gate missing where it was written by a version that did not count frames
     * @param flows missing where it was written by a version that did not count connections
     * @param paths missing where it was written by a version that did not count them
     */
    record UsageJson(
            long queuedMs,
            long preparingMs,
            long runningMs,
            @Nullable Long pausedMs,
            long cpuMs,
            long peakMemoryBytes,
            long bytesIn,
            long bytesOut,
            long outputBytes,
            @Nullable GateCounts gate,
            @Nullable FlowCounts flows,
            @Nullable PathCounts paths) {
        static UsageJson of(Usage usage) {
            return new UsageJson(
                    usage.queued().toMillis(),
                    usage.preparing().toMillis(),
                    usage.running().toMillis(),
                    usage.paused().toMillis(),
                    usage.cpu().toMillis(),
                    usage.peakMemoryBytes(),
                    usage.bytesIn(),
                    usage.bytesOut(),
                    usage.outputBytes(),
                    usage.gate(),
                    usage.flows(),
                    usage.paths());
        }

        Usage toUsage() {
            return new Usage(
                    Duration.ofMillis(queuedMs),
                    Duration.ofMillis(preparingMs),
                    Duration.ofMillis(runningMs),
                    Duration.ofMillis(pausedMs == null ? 0 : pausedMs),
                    Duration.ofMillis(cpuMs),
                    peakMemoryBytes,
                    bytesIn,
                    bytesOut,
                    outputBytes,
                    gate == null ? GateCounts.NOTHING : gate,
                    flows == null ? FlowCounts.NOTHING : flows,
                    paths == null ? PathCounts.NOTHING : paths);
        }
    }

    /** @param frameBytes missing where it was written by a version that did not keep it */
    record RogueJson(
            String protocol,
            String destination,
            String firstBytes,
            @Nullable Integer frameBytes,
            String reason) {
        static RogueJson of(RogueConnection rogue) {
            return new RogueJson(
                    rogue.protocol(),
                    rogue.destination(),
                    HexFormat.of().formatHex(rogue.firstBytes().toBytes()),
                    rogue.frameBytes(),
                    rogue.reason());
        }

        RogueConnection toRogueConnection() {
            Blob bytes = Blob.copyOf(HexFormat.of().parseHex(firstBytes));
            return new RogueConnection(
                    protocol, destination, bytes, frameBytes == null ? bytes.size() : frameBytes, reason);
        }
    }
}
