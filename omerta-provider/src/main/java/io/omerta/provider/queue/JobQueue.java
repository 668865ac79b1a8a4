package io.omerta.provider.queue;

import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Jobs in the order in which they were accepted, and the resources of those that were started. Not thread-safe. */
public final class JobQueue {
    private final Ledger ledger;
    private final SequencedMap<JobId, Resources> waiting = new LinkedHashMap<>();

    /** @param capacity what is lent at most, to all jobs together */
    public JobQueue(Resources capacity) {
        ledger = new Ledger(capacity);
    }

    public Resources capacity() {
        return ledger.capacity();
    }

    public Resources available() {
        return ledger.available();
    }

    /** How many jobs wait. */
    public int length() {
        return waiting.size();
    }

    /** How many jobs have resources. */
    public int started() {
        return ledger.jobs();
    }

    public boolean wouldStartAtOnce(Resources resources) {
        return waiting.isEmpty() && resources.fitsIn(ledger.available());
    }

    /**
     * Puts a job at the end of the line.
     *
     * @throws IllegalArgumentException if it could never start, because it asks for more than the capacity
     */
    public void enqueue(JobId job, Resources resources) {
        if (!resources.fitsIn(ledger.capacity())) {
            throw new IllegalArgumentException("resources: more than the capacity");
        }
        if (waiting.putIfAbsent(job, resources) != null) {
            throw new IllegalStateException("job " + job + " waits already");
        }
    }

    /** Takes those off the head of the line for which there is room now, and gives them their resources. */
    public List<JobId> startNext() {
        List<JobId> started = new ArrayList<>();
        Iterator<Map.Entry<JobId, Resources>> line = waiting.entrySet().iterator();
        while (line.hasNext()) {
            Map.Entry<JobId, Resources> head = line.next();
            if (!ledger.allocate(head.getKey(), head.getValue())) {
                break;
            }
            started.add(head.getKey());
            line.remove();
        }
        return started;
    }

    /** Place in the line, from 1; 0 if it does not wait. */
    public int position(JobId job) {
        return List.copyOf(waiting.sequencedKeySet()).indexOf(job) + 1;
    }

    /** The job is over, whether it waited or ran. Idempotent. */
    public void remove(JobId job) {
        waiting.remove(job);
        ledger.release(job);
    }
}
