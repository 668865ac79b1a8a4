package io.omerta.vm.qemu;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread that starts processes. Linux ties "kill me when my parent dies" to the parent's <em>thread</em> (prctl(2),
 * PR_SET_PDEATHSIG), and threads of pools come and go: this one stays until every process it started has ended.
 */
final class ForkThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("omerta-fork").daemon().factory());

    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        Callable<Process> start = builder::start;
        try {
            return executor.submit(start).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("could not start " + builder.command(), e.getCause());
        }
    }

    /** To be called when all its processes have ended: those that have not, end now. */
    @Override
    public void close() {
        executor.close();
    }
}
