package io.omerta.network.message;

import com.google.protobuf.ByteString;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobState;
import io.omerta.proto.job.JobOutput;
import io.omerta.proto.job.StateChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@link JobEvent} on the wire. */
public final class JobEventMessages {
    /** Of one output event; a writer that has more makes several of it. */
    public static final int MAX_OUTPUT_BYTES = 1 << 20;

    private static final int MAX_DETAIL = 1_000;
    private static final int MAX_PEER_ID = 64;

    private JobEventMessages() {}

    /** @throws IllegalArgumentException for an output of more than {@link #MAX_OUTPUT_BYTES}, which no peer would read */
    public static io.omerta.proto.job.JobEvent toProto(JobEvent event) {
        io.omerta.proto.job.JobEvent.Builder message = io.omerta.proto.job.JobEvent.newBuilder()
                .setSequence(event.sequence())
                .setUnixTimeMs(event.time().toEpochMilli());
        switch (event) {
            case JobEvent.StateChanged change -> message.setStateChanged(stateChanged(change));
            case JobEvent.Output output -> message.setOutput(output(output));
            case JobEvent.Ended ended -> message.setEnded(JobEndMessages.toProto(ended.end()));
        }
        return message.build();
    }

    /** @throws InvalidMessageException for anything that the domain does not allow */
    public static JobEvent fromProto(io.omerta.proto.job.JobEvent message) throws InvalidMessageException {
        if (message.getSequence() < 1) {
            throw new InvalidMessageException("event.sequence", "not between 1 and 2^63");
        }
        Instant time = Fields.time("event.unix_time_ms", message.getUnixTimeMs());
        long sequence = message.getSequence();
        return switch (message.getEventCase()) {
            case STATE_CHANGED -> stateChanged(sequence, time, message.getStateChanged());
            case OUTPUT -> output(sequence, time, message.getOutput());
            case ENDED -> new JobEvent.Ended(sequence, time, JobEndMessages.fromProto(message.getEnded()));
            case EVENT_NOT_SET -> throw new InvalidMessageException("event", "missing");
        };
    }

    private static StateChanged stateChanged(JobEvent.StateChanged change) {
        return StateChanged.newBuilder()
                .setState(JobStateMessages.toProto(change.state()))
                .setDetail(Fields.writeLine(change.detail(), MAX_DETAIL))
                .setProviderPeerId(Fields.writeLine(change.provider().orElse(""), MAX_PEER_ID))
                .setVmReadyMs(Fields.milliseconds(change.vmReady()))
                .setPaused(change.paused())
                .build();
    }

    private static JobEvent stateChanged(long sequence, Instant time, StateChanged message)
            throws InvalidMessageException {
        String provider = Fields.readLine("event.provider_peer_id", message.getProviderPeerId(), MAX_PEER_ID);
        JobState state = JobStateMessages.fromProto(message.getState());
        String detail = Fields.readLine("event.detail", message.getDetail(), MAX_DETAIL);
        Duration vmReady = Fields.milliseconds("event.vm_ready_ms", message.getVmReadyMs());
        return Fields.valid(
                "event",
                () -> new JobEvent.StateChanged(
                        sequence,
                        time,
                        state,
                        detail,
                        provider.isEmpty() ? Optional.empty() : Optional.of(provider),
                        vmReady,
                        message.getPaused()));
    }

    private static JobOutput output(JobEvent.Output output) {
        if (output.data().size() > MAX_OUTPUT_BYTES) {
            throw new IllegalArgumentException("output: " + output.data() + ", at most " + MAX_OUTPUT_BYTES);
        }
        return JobOutput.newBuilder()
                .setStandardError(output.standardError())
                .setData(ByteString.copyFrom(output.data().toBytes()))
                .build();
    }

    private static JobEvent output(long sequence, Instant time, JobOutput message) throws InvalidMessageException {
        return new JobEvent.Output(
                sequence,
                time,
                message.getStandardError(),
                Fields.blob("event.output.data", message.getData(), MAX_OUTPUT_BYTES));
    }
}
