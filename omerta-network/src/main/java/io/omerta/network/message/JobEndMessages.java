package io.omerta.network.message;

import io.omerta.core.job.Cause;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobState;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.RogueConnection;
import io.omerta.core.job.Usage;
import java.util.Optional;

/** {@link JobEnd} on the wire. */
public final class JobEndMessages {
    private static final int MAX_MESSAGE = 4_000;
    private static final int MAX_HINT = 1_000;

    private JobEndMessages() {}

    public static io.omerta.proto.job.JobEnd toProto(JobEnd end) {
        io.omerta.proto.job.JobEnd.Builder message = io.omerta.proto.job.JobEnd.newBuilder()
                .setState(JobStateMessages.toProto(end.state()))
                .setCause(CauseMessages.toProto(end.cause()))
                .setMessage(Fields.writeLine(end.message(), MAX_MESSAGE))
                .setHint(Fields.writeLine(end.hint(), MAX_HINT))
                .setUsage(UsageMessages.toProto(end.usage()))
                .setOutputTruncated(end.outputTruncated());
        end.rogueConnection().map(RogueConnectionMessages::toProto).ifPresent(message::setRogueConnection);
        end.result().ifPresent(result -> {
            switch (result) {
                case ProgramResult.ExitCode exit -> message.setExitCode(exit.code());
                case ProgramResult.Signal signal -> message.setSignal(signal.number());
            }
        });
        return message.build();
    }

    /** @throws InvalidMessageException for anything that the domain does not allow */
    public static JobEnd fromProto(io.omerta.proto.job.JobEnd message) throws InvalidMessageException {
        JobState state = JobStateMessages.fromProto(message.getState());
        Optional<ProgramResult> result = result(message);
        Cause cause = CauseMessages.fromProto(message.getCause());
        String sentence = Fields.readLine("end.message", message.getMessage(), MAX_MESSAGE);
        String hint = Fields.readLine("end.hint", message.getHint(), MAX_HINT);
        Usage usage = UsageMessages.fromProto(message.getUsage());
        Optional<RogueConnection> rogue = message.hasRogueConnection()
                ? Optional.of(RogueConnectionMessages.fromProto(message.getRogueConnection()))
                : Optional.empty();
        boolean truncated = message.getOutputTruncated();
        return Fields.valid("end", () -> new JobEnd(state, result, cause, sentence, hint, usage, rogue, truncated));
    }

    private static Optional<ProgramResult> result(io.omerta.proto.job.JobEnd message) throws InvalidMessageException {
        return switch (message.getHowCase()) {
            case EXIT_CODE -> Fields.valid("end", () -> Optional.of(new ProgramResult.ExitCode(message.getExitCode())));
            case SIGNAL -> Fields.valid("end", () -> Optional.of(new ProgramResult.Signal(message.getSignal())));
            case HOW_NOT_SET -> Optional.empty();
        };
    }
}
