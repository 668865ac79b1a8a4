package io.omerta.provider.queue;

import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import java.util.HashMap;
import java.util.Map;

/** What of this machine is lent to which job. The sum never exceeds the capacity. Not thread-safe. */
final class Ledger {
    private final Resources capacity;
    private final Map<JobId, Resources> lent = new HashMap<>();
    private Resources available;

    Ledger(Resources capacity) {
        this.capacity = capacity;
        this.available = capacity;
    }

    Resources capacity() {
        return capacity;
    }

    Resources available() {
        return available;
    }

    int jobs() {
        return lent.size();
    }

    /**
     * Lends, if there is enough.
     *
     * @throws IllegalStateException if the job has something already
     */
    boolean allocate(JobId job, Resources resources) {
        if (lent.containsKey(job)) {
            throw new IllegalStateException("job " + job + " has resources already");
        }
        if (!resources.fitsIn(available)) {
            return false;
        }
        lent.put(job, resources);
        available = available.minus(resources);
        return true;
    }

    /** Takes back what the job has, if anything. */
    void release(JobId job) {
        Resources resources = lent.remove(job);
        if (resources != null) {
            available = available.plus(resources);
        }
    }
}
