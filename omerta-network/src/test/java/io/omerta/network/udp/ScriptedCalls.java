package io.omerta.network.udp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** System calls that answer as they are told, and take everything when they are told nothing. */
@SuppressWarnings("restricted") // It follows the pointers that the kernel would follow.
final class ScriptedCalls implements SocketCalls {
    /** What was sent: octets of each message, with a minus where the kernel would cut it. */
    final List<Integer> sent = new ArrayList<>();

    private final Queue<Integer> answers = new ArrayDeque<>();
    private int writable = 1;
    private int waits;

    /** What the next calls of {@link #send} give, one after the other. */
    ScriptedCalls answering(int... results) {
        for (int result : results) {
            answers.add(result);
        }
        return this;
    }

    /** A socket that stays full. */
    ScriptedCalls neverWritable() {
        writable = 0;
        return this;
    }

    int waits() {
        return waits;
    }

    @Override
    public int send(MemorySegment messages, int count) {
        Integer told = answers.poll();
        int result = told == null ? count : Math.min(told, count);
        for (int i = 0; i < result; i++) {
            sent.add(describe(messages, i));
        }
        return result;
    }

    /** Reads what the package says of {@code struct mmsghdr}, apart from the code that writes it. */
    private static int describe(MemorySegment messages, int index) {
        long at = index * 64L;
        MemorySegment vector = MemorySegment.ofAddress(messages.get(ValueLayout.JAVA_LONG, at + 16))
                .reinterpret(16);
        int length = (int) vector.get(ValueLayout.JAVA_LONG, 8);
        return messages.get(ValueLayout.JAVA_LONG, at + 40) > 0 ? -length : length;
    }

    @Override
    public int awaitWritable(int millis) {
        waits++;
        return writable;
    }
}
