package io.omerta.network.message;

import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.GateCounts;
import io.omerta.core.job.PathCounts;
import io.omerta.core.job.Usage;
import java.util.List;

/** {@link Usage} on the wire. */
public final class UsageMessages {
    private UsageMessages() {}

    public static io.omerta.proto.job.Usage toProto(Usage usage) {
        return io.omerta.proto.job.Usage.newBuilder()
                .setQueuedMs(Fields.milliseconds(usage.queued()))
                .setPreparingMs(Fields.milliseconds(usage.preparing()))
                .setRunningMs(Fields.milliseconds(usage.running()))
                .setPausedMs(Fields.milliseconds(usage.paused()))
                .setCpuMs(Fields.milliseconds(usage.cpu()))
                .setPeakMemoryBytes(usage.peakMemoryBytes())
                .setBytesIn(usage.bytesIn())
                .setBytesOut(usage.bytesOut())
                .setOutputBytes(usage.outputBytes())
                .setGate(toProto(usage.gate()))
                .setFlows(toProto(usage.flows()))
                .setPaths(toProto(usage.paths()))
                .build();
    }

    /** @throws InvalidMessageException for a duration beyond a century or a number beyond 2^63 */
    public static Usage fromProto(io.omerta.proto.job.Usage message) throws InvalidMessageException {
        return new Usage(
                Fields.milliseconds("usage.queued_ms", message.getQueuedMs()),
                Fields.milliseconds("usage.preparing_ms", message.getPreparingMs()),
                Fields.milliseconds("usage.running_ms", message.getRunningMs()),
                Fields.milliseconds("usage.paused_ms", message.getPausedMs()),
                Fields.milliseconds("usage.cpu_ms", message.getCpuMs()),
                Fields.count("usage.peak_memory_bytes", message.getPeakMemoryBytes()),
                Fields.count("usage.bytes_in", message.getBytesIn()),
                Fields.count("usage.bytes_out", message.getBytesOut()),
                Fields.count("usage.output_bytes", message.getOutputBytes()),
                fromProto(message.getGate()),
                fromProto(message.getFlows()),
                fromProto(message.getPaths()));
    }

    private static io.omerta.proto.job.FlowCounts toProto(FlowCounts flows) {
        return io.omerta.proto.job.FlowCounts.newBuilder()
                .setAllowed(flows.allowed())
                .setRefused(flows.refused())
                .setNamesTold(flows.namesTold())
                .setNamesRefused(flows.namesRefused())
                .addAllRefusals(flows.refusals())
                .build();
    }

    private static FlowCounts fromProto(io.omerta.proto.job.FlowCounts message) throws InvalidMessageException {
        List<String> refusals = message.getRefusalsList();
        if (refusals.size() > FlowCounts.MOST_REFUSALS
                || refusals.stream().anyMatch(refusal -> refusal.length() > FlowCounts.LONGEST_REFUSAL)) {
            throw new InvalidMessageException("usage.flows.refusals", "too many or too long");
        }
        return new FlowCounts(
                Fields.count("usage.flows.allowed", message.getAllowed()),
                Fields.count("usage.flows.refused", message.getRefused()),
                Fields.count("usage.flows.names_told", message.getNamesTold()),
                Fields.count("usage.flows.names_refused", message.getNamesRefused()),
                refusals);
    }

    public static io.omerta.proto.job.PathCounts toProto(PathCounts paths) {
        return io.omerta.proto.job.PathCounts.newBuilder()
                .setDirectBytes(paths.directBytes())
                .setStreamBytes(paths.streamBytes())
                .setDirectLosses(paths.directLosses())
                .build();
    }

    /** @throws InvalidMessageException for counts that cannot be */
    public static PathCounts fromProto(io.omerta.proto.job.PathCounts message) throws InvalidMessageException {
        return new PathCounts(
                Fields.count("usage.paths.direct_bytes", message.getDirectBytes()),
                Fields.count("usage.paths.stream_bytes", message.getStreamBytes()),
                Fields.count("usage.paths.direct_losses", message.getDirectLosses()));
    }

    private static io.omerta.proto.job.GateCounts toProto(GateCounts gate) {
        return io.omerta.proto.job.GateCounts.newBuilder()
                .setDatagramsOut(gate.datagramsOut())
                .setDatagramsIn(gate.datagramsIn())
                .setQuestions(gate.questions())
                .setDroppedOut(gate.droppedOut())
                .setDroppedIn(gate.droppedIn())
                .build();
    }

    private static GateCounts fromProto(io.omerta.proto.job.GateCounts message) throws InvalidMessageException {
        return new GateCounts(
                Fields.count("usage.gate.datagrams_out", message.getDatagramsOut()),
                Fields.count("usage.gate.datagrams_in", message.getDatagramsIn()),
                Fields.count("usage.gate.questions", message.getQuestions()),
                Fields.count("usage.gate.dropped_out", message.getDroppedOut()),
                Fields.count("usage.gate.dropped_in", message.getDroppedIn()));
    }
}
