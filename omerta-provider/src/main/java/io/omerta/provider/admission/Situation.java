package io.omerta.provider.admission;

import io.omerta.core.job.Resources;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * How things stand at this provider.
 *
 * @param capacity lent at most; nothing when this machine does not lend
 * @param startsAtOnce nobody waits and there is room for this job
 * @param waiting jobs in the queue
 * @param queueLimit how many may wait
 * @param imageProblem why no VM can be made, one clause with this provider as its subject; empty when there is an image
 * @param languages that the job's image knows
 * @param timeLimit of RUNNING, for one job at most
 * @param outputLimitBytes for one job at most
 * @param freeDiskBytes where jobs have their disks and their output is written
 * @param reservedDiskBytes that have to stay free when another job has filled its disk
 */
public record Situation(
        Resources capacity,
        boolean startsAtOnce,
        int waiting,
        int queueLimit,
        Optional<String> imageProblem,
        SortedSet<String> languages,
        Duration timeLimit,
        long outputLimitBytes,
        long freeDiskBytes,
        long reservedDiskBytes) {}
