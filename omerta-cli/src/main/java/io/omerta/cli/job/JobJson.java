package io.omerta.cli.job;

import io.omerta.cli.session.ResourcesView;
import io.omerta.console.Json;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.Usage;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobEndMessages;
import io.omerta.network.message.UsageMessages;
import io.omerta.proto.local.JobSummary;
import java.util.HexFormat;
import java.util.Optional;

/** Jobs and their ends in JSON. */
final class JobJson {
    private static final String STATE_PREFIX = "JOB_STATE_";

    private JobJson() {}

    static Json fill(Json json, JobSummary job) {
        json.put("job_id", job.getJobId())
                .put("short_id", job.getShortId())
                .put("what", job.getWhat())
                .put("description", job.getDescription())
                .put("state", state(job))
                .put("network_id", job.getNetworkId())
                .put("network_name", job.getNetworkName())
                .putUnlessEmpty("provider_peer_id", job.getProviderPeerId())
                .putUnlessEmpty("provider_name", job.getProviderName())
                .putUnlessEmpty("requester_peer_id", job.getRequesterPeerId())
                .putUnlessEmpty("requester_name", job.getRequesterName())
                .put("paused", job.getPaused())
                .putUnlessEmpty("pause_reason", job.getPauseReason())
                .put("resources", ResourcesView.json(job.getResources()))
                .putTime("submitted_at", job.getSubmittedUnixMs())
                .putTime("started_at", job.getStartedUnixMs())
                .putTime("ended_at", job.getEndedUnixMs());
        pathsSoFar(job).ifPresent(paths -> json.put("paths", paths(paths)));
        end(job).ifPresent(end -> json.put("end", fill(Json.object(), end)));
        return json.putStrings("considered", job.getConsideredList());
    }

    static Json fill(Json json, JobEnd end) {
        json.put("state", end.state().name()).put("outcome", end.cause().name());
        end.result().ifPresent(result -> {
            switch (result) {
                case ProgramResult.ExitCode exit -> json.put("exit_code", exit.code());
                case ProgramResult.Signal signal -> json.put("signal", signal.number());
            }
        });
        json.putUnlessEmpty("message", end.message())
                .putUnlessEmpty("hint", end.hint())
                .put("output_truncated", end.outputTruncated())
                .put("usage", usage(end.usage()));
        end.rogueConnection()
                .ifPresent(rogue -> json.put(
                        "rogue_connection",
                        Json.object()
                                .put("protocol", rogue.protocol())
                                .put("destination", rogue.destination())
                                .put("reason", rogue.reason())
                                .put("frame_bytes", rogue.frameBytes())
                                .put(
                                        "first_bytes",
                                        HexFormat.of()
                                                .formatHex(rogue.firstBytes().toBytes()))));
        return json;
    }

    /** Of a job that has ended. */
    static Optional<JobEnd> end(JobSummary job) {
        if (!job.hasEnd()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JobEndMessages.fromProto(job.getEnd()));
        } catch (InvalidMessageException e) {
            throw new IllegalStateException("the daemon's own record of job " + job.getJobId(), e);
        }
    }

    /** Of a job that goes on. */
    static Optional<PathCounts> pathsSoFar(JobSummary job) {
        if (!job.hasPaths()) {
            return Optional.empty();
        }
        try {
            return Optional.of(UsageMessages.fromProto(job.getPaths()));
        } catch (InvalidMessageException e) {
            throw new IllegalStateException("the daemon's own counts of job " + job.getJobId(), e);
        }
    }

    static String state(JobSummary job) {
        return job.getState().name().substring(STATE_PREFIX.length());
    }

    /** The state, and what is to be known about it. */
    static String standing(JobSummary job) {
        return job.getPaused() ? state(job) + ", paused" : state(job);
    }

    private static Json usage(Usage usage) {
        return Json.object()
                .put("queued_ms", usage.queued().toMillis())
                .put("preparing_ms", usage.preparing().toMillis())
                .put("running_ms", usage.running().toMillis())
                .put("paused_ms", usage.paused().toMillis())
                .put("cpu_ms", usage.cpu().toMillis())
                .put("peak_memory_bytes", usage.peakMemoryBytes())
                .put("bytes_in", usage.bytesIn())
                .put("bytes_out", usage.bytesOut())
                .put("output_bytes", usage.outputBytes())
                .put("gate", gate(usage.gate()))
                .put("flows", flows(usage.flows()))
                .put("paths", paths(usage.paths()));
    }

    private static Json flows(FlowCounts flows) {
        return Json.object()
                .put("allowed", flows.allowed())
                .put("refused", flows.refused())
                .put("names_told", flows.namesTold())
                .put("names_refused", flows.namesRefused())
                .putStrings("refusals", flows.refusals());
    }

    private static Json paths(PathCounts paths) {
        return Json.object()
                .put("direct_bytes", paths.directBytes())
                .put("stream_bytes", paths.streamBytes())
                .put("direct_losses", paths.directLosses());
    }

    private static Json gate(GateCounts gate) {
        return Json.object()
                .put("datagrams_in", gate.datagramsIn())
                .put("datagrams_out", gate.datagramsOut())
                .put("questions", gate.questions())
                .put("dropped_in", gate.droppedIn())
                .put("dropped_out", gate.droppedOut());
    }
}
