package io.omerta.core.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a job has stood still so far. Times are durations since any one moment. Any thread may call. */
public final class PausedTime {
    private Duration before;

    private @Nullable Duration since;

    public PausedTime() {
        this(Duration.ZERO);
    }

    /** @param before of earlier pauses */
    public PausedTime(Duration before) {
        this.before = before;
    }

    /** It stands still from now on. Idempotent. */
    public synchronized void pause(Duration now) {
        if (since == null) {
            since = now;
        }
    }

    /** It goes on. Idempotent. */
    public synchronized void resume(Duration now) {
        before = total(now);
        since = null;
    }

    public synchronized boolean isPaused() {
        return since != null;
    }

    public synchronized Duration total(Duration now) {
        return since == null ? before : before.plus(now.minus(since));
    }
}
