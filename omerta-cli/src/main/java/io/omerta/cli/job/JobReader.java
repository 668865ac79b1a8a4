package io.omerta.cli.job;

import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.OutputClosedException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes what a job writes, byte for byte and at once, in the order in which the guest wrote it; tells the person what goes
 * on. For one thread.
 */
final class JobReader implements Consumer<JobEvent> {
    private final Console console;
    private final JobLabel job;
    private final boolean tells;
    private Optional<JobEnd> end = Optional.empty();
    private Optional<String> provider = Optional.empty();
    private boolean paused;

    /** @param tells a line about where it runs */
    JobReader(Console console, JobLabel job, boolean tells) {
        this.console = console;
        this.job = job;
        this.tells = tells;
    }

    /** Once everything was read. */
    Optional<JobEnd> end() {
        return end;
    }

    /** Peer id. */
    Optional<String> provider() {
        return provider;
    }

    @Override
    public void accept(JobEvent event) {
        switch (event) {
            case JobEvent.StateChanged change -> stateChanged(change);
            case JobEvent.Output output -> write(output);
            case JobEvent.Ended ended -> {
                end = Optional.of(ended.end());
                console.clearProgress();
            }
        }
    }

    private void stateChanged(JobEvent.StateChanged change) {
        provider = change.provider().or(() -> provider);
        boolean wasPaused = paused;
        paused = change.paused();
        if (!tells) {
            return;
        }
        if (change.paused() || wasPaused) {
            console.notice(where() + ": " + (paused ? pause(change.detail()) : "goes on"));
        } else if (change.state() == JobState.RUNNING) {
            console.notice(where() + ": VM up in " + Figures.duration(change.vmReady()));
        } else if (!change.state().isEnd()) {
            String doing = change.detail().isEmpty() ? doing(change.state()) : change.detail();
            console.progress(where() + ": " + doing);
            console.detail(where() + ": " + change.state() + ", " + doing);
        }
    }

    private static String pause(String why) {
        return why.isEmpty() ? "paused" : why;
    }

    private String where() {
        return "job " + job.shortId()
                + provider.map(id -> " on " + name(id) + " (" + job.resources() + ")")
                        .orElse("");
    }

    private static String doing(JobState state) {
        return switch (state) {
            case QUEUED -> "waiting for a provider";
            case AWAITING_APPROVAL -> "waiting for the provider's owner to approve it";
            case PREPARING -> "starting the VM";
            case RUNNING, COMPLETED, FAILED, TIMED_OUT, CANCELLED, REJECTED, ROGUE_CONNECTION_DETECTED -> "running";
        };
    }

    private static String name(String peerId) {
        try {
            return new PeerId(peerId).name().text();
        } catch (IllegalArgumentException e) {
            return peerId;
        }
    }

    private void write(JobEvent.Output output) {
        console.clearProgress();
        OutputStream stream =
                output.standardError() ? console.shell().err() : console.shell().out();
        try {
            stream.write(output.data().toBytes());
            stream.flush();
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }
}
