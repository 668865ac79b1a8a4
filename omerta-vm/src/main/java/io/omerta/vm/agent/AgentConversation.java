package io.omerta.vm.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.core.job.Blob;
import io.omerta.core.job.ProgramResult;
import io.omerta.proto.agent.Ended;
import io.omerta.proto.agent.FromGuest;
import io.omerta.proto.agent.Output;
import io.omerta.proto.agent.OutputStream;
import io.omerta.proto.agent.Ready;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * The rules of what a guest may say when. Without I/O and not thread-safe.
 *
 * <pre>
 *   SILENT --Ready--> READY --(prepare) Prepared--> READY
 *                     READY --(configure) Configured--> CONFIGURED --(run) Started--> RUNNING --Output*, Ended--> ENDED
 *   Failure in any state but ENDED; nothing at all after Ended or Failure.
 * </pre>
 */
final class AgentConversation {
    static final int MAX_OUTPUT_BYTES = 64 << 10;
    private static final int PROTOCOL = 1;

    private enum Phase {
        SILENT,
        READY,
        CONFIGURED,
        RUNNING,
        ENDED
    }

    private Phase phase = Phase.SILENT;
    private boolean prepareSent;
    private boolean configureSent;
    private boolean runSent;
    private long lastSequence;

    AgentConversation() {}

    /** @param resumed a program runs, and this output was its last */
    AgentConversation(long resumed) {
        phase = Phase.RUNNING;
        configureSent = true;
        runSent = true;
        lastSequence = resumed;
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    long lastSequence() {
        return lastSequence;
    }

    void prepareSent() {
        prepareSent = true;
    }

    void configureSent() {
        configureSent = true;
    }

    void runSent() {
        runSent = true;
    }

    /** @param message one whole message without its length, between position and limit */
    AgentEvent accept(ByteBuffer message) {
        FromGuest parsed;
        try {
            parsed = FromGuest.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            return misbehaved("a message that cannot be read");
        }
        if (phase == Phase.ENDED) {
            return misbehaved(parsed.getMessageCase() + " after the end");
        }
        return switch (parsed.getMessageCase()) {
            case READY -> ready(parsed.getReady());
            case PREPARED -> advance(Phase.READY, prepareSent, Phase.READY, new AgentEvent.Prepared());
            case CONFIGURED -> advance(Phase.READY, configureSent, Phase.CONFIGURED, new AgentEvent.Configured());
            case STARTED -> advance(Phase.CONFIGURED, runSent, Phase.RUNNING, new AgentEvent.Started());
            case OUTPUT -> output(parsed.getOutput());
            case ENDED -> ended(parsed.getEnded());
            case FAILURE ->
                advance(
                        phase,
                        true,
                        Phase.ENDED,
                        new AgentEvent.Failure(
                                GuestText.line(parsed.getFailure().getMessage())));
            case MESSAGE_NOT_SET -> misbehaved("a message of no known kind");
        };
    }

    private AgentEvent advance(Phase expected, boolean asked, Phase next, AgentEvent event) {
        String kind = event.getClass().getSimpleName();
        if (phase != expected) {
            return misbehaved(kind + " while " + phase);
        }
        if (!asked) {
            return misbehaved(kind + " without having been asked");
        }
        phase = next;
        return event;
    }

    private AgentEvent ready(Ready ready) {
        if (ready.getProtocol() != PROTOCOL) {
            return misbehaved("protocol " + Integer.toUnsignedString(ready.getProtocol()) + ", not " + PROTOCOL);
        }
        if (ready.getUptimeNs() < 0) {
            return misbehaved("an uptime out of range");
        }
        if (ready.getCardProblemsCount() > AgentEvent.Ready.MAX_CARD_PROBLEMS) {
            return misbehaved(ready.getCardProblemsCount() + " problems with graphics cards");
        }
        List<String> problems =
                ready.getCardProblemsList().stream().map(GuestText::line).toList();
        Duration uptime = Duration.ofNanos(ready.getUptimeNs());
        return advance(
                Phase.SILENT,
                true,
                Phase.READY,
                new AgentEvent.Ready(GuestText.line(ready.getKernel()), uptime, problems));
    }

    private AgentEvent output(Output output) {
        if (phase != Phase.RUNNING) {
            return misbehaved("Output while " + phase);
        }
        if (output.getSequence() != lastSequence + 1) {
            return misbehaved(
                    "Output number " + Long.toUnsignedString(output.getSequence()) + " after " + lastSequence);
        }
        if (output.getData().isEmpty() || output.getData().size() > MAX_OUTPUT_BYTES) {
            return misbehaved("Output of " + output.getData().size() + " bytes");
        }
        OutputStream stream = output.getStream();
        if (stream != OutputStream.OUTPUT_STREAM_STDOUT && stream != OutputStream.OUTPUT_STREAM_STDERR) {
            return misbehaved("Output of no known stream");
        }
        lastSequence++;
        Blob data = Blob.copyOf(output.getData().toByteArray());
        return new AgentEvent.Output(lastSequence, stream == OutputStream.OUTPUT_STREAM_STDERR, data);
    }

    private AgentEvent ended(Ended ended) {
        if (ended.getWallNs() < 0 || ended.getCpuNs() < 0 || ended.getPeakMemoryBytes() < 0) {
            return misbehaved("Ended with numbers out of range");
        }
        ProgramResult result;
        try {
            result = result(ended);
        } catch (IllegalArgumentException e) {
            return misbehaved("Ended with " + e.getMessage());
        }
        AgentEvent event = new AgentEvent.Ended(
                result,
                Duration.ofNanos(ended.getWallNs()),
                Duration.ofNanos(ended.getCpuNs()),
                ended.getPeakMemoryBytes(),
                ended.getOutOfMemory(),
                ended.getProcessLimitReached(),
                ended.getDiskFull(),
                ended.getDiskFailed());
        return advance(Phase.RUNNING, true, Phase.ENDED, event);
    }

    private static ProgramResult result(Ended ended) {
        return switch (ended.getHowCase()) {
            case EXIT_CODE -> new ProgramResult.ExitCode(ended.getExitCode());
            case SIGNAL -> new ProgramResult.Signal(ended.getSignal());
            case HOW_NOT_SET -> throw new IllegalArgumentException("neither exit code nor signal");
        };
    }

    private AgentEvent.GuestMisbehaved misbehaved(String reason) {
        phase = Phase.ENDED;
        return new AgentEvent.GuestMisbehaved(reason);
    }
}
