package io.omerta.vm.agent;

import io.omerta.core.job.Blob;
import io.omerta.core.job.ProgramResult;
import java.time.Duration;
import java.util.List;

/** What a guest's agent says. Order and content are checked: {@link AgentConversation} has the rules. */
public sealed interface AgentEvent {
    /** Nothing comes after such an event. */
    default boolean isLast() {
        return false;
    }

    /**
     * The agent listens; always the first event.
     *
     * @param kernel the guest's word, printable ASCII
     * @param uptime the guest's idea of its boot time
     * @param cardProblems why graphics cards of the machine cannot be used, a line of printable ASCII each; at most
     *     {@link #MAX_CARD_PROBLEMS}
     */
    record Ready(String kernel, Duration uptime, List<String> cardProblems) implements AgentEvent {
        public static final int MAX_CARD_PROBLEMS = 8;

        public Ready {
            cardProblems = List.copyOf(cardProblems);
        }

        /** Every graphics card can be used, or there is none. */
        public Ready(String kernel, Duration uptime) {
            this(kernel, uptime, List.of());
        }
    }

    /** What a template is to hold is in memory; the machine can be frozen. */
    record Prepared() implements AgentEvent {}

    /** The network is up. */
    record Configured() implements AgentEvent {}

    /** The program runs. */
    record Started() implements AgentEvent {}

    /**
     * 1 to 65,536 bytes that the program wrote.
     *
     * @param sequence from 1 across both streams, without gaps
     */
    record Output(long sequence, boolean standardError, Blob data) implements AgentEvent {}

    /**
     * The program ended and every process of the job is gone; no output comes after it.
     *
     * @param wall from the program's start to its end
     * @param diskFull its disk was full at some time
     * @param diskFailed it was ended because its disk lost what was written to it
     */
    record Ended(
            ProgramResult result,
            Duration wall,
            Duration cpu,
            long peakMemoryBytes,
            boolean outOfMemory,
            boolean processLimitReached,
            boolean diskFull,
            boolean diskFailed)
            implements AgentEvent {}

    /**
     * The agent could not do what it was asked.
     *
     * @param message the guest's word, one line of printable ASCII
     */
    record Failure(String message) implements AgentEvent {
        @Override
        public boolean isLast() {
            return true;
        }
    }

    /** What came was not an agent's conversation. The machine is not to be trusted any further. */
    record GuestMisbehaved(String reason) implements AgentEvent {
        @Override
        public boolean isLast() {
            return true;
        }
    }

    /** The stream ended: the machine is gone, or this side closed it. */
    record Closed() implements AgentEvent {
        @Override
        public boolean isLast() {
            return true;
        }
    }
}
