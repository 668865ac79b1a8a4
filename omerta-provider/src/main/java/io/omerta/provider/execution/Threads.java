package io.omerta.provider.execution;

/** Waiting for threads whose end is certain. */
final class Threads {
    private Threads() {}

    /** Returns when it has ended; an interrupt is kept for later. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
