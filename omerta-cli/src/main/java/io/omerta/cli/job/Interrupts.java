package io.omerta.cli.job;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Ctrl-C and SIGTERM while a job is followed: the first one is told to somebody, the second ends this process at once.
 */
final class Interrupts implements AutoCloseable {
    private final AtomicInteger exitCode = new AtomicInteger();
    private final Signals signals;

    private Interrupts(IntConsumer first) {
        this.signals = Signals.handle(number -> received(number, first), "INT", "TERM");
    }

    /** @param first is given the number of the first signal, on a thread of its own */
    static Interrupts handle(IntConsumer first) {
        return new Interrupts(first);
    }

    private void received(int number, IntConsumer first) {
        int code = 128 + number;
        if (exitCode.compareAndSet(0, code)) {
            first.accept(number);
        } else {
            Runtime.getRuntime().halt(code);
        }
    }

    /** 130 after Ctrl-C, 143 after SIGTERM; 0 when neither came. */
    int exitCode() {
        return exitCode.get();
    }

    @Override
    public void close() {
        signals.close();
    }
}
