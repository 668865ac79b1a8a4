package io.omerta.provider;

import io.omerta.core.config.OmertaHome;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Resources;
import io.omerta.provider.admission.ServerPolicy;
import io.omerta.provider.execution.Patience;
import java.time.Duration;

/**
 * How this machine lends.
 *
 * @param capacity lent at most, to all jobs together; nothing to refuse every job
 * @param timeLimit of RUNNING, for one job at most, and where it names none
 * @param outputLimitBytes for one job at most, and where it names none
 * @param queueLimit how many jobs may wait
 * @param servers of WireGuard that requesters may name
 * @param reservedDiskBytes that have to stay free when another job has filled its disk
 * @param checkpointOnStop running jobs are kept when the provider closes, and go on in the next one of the same home
 * @param retention of what is kept of a job that has ended, if its end is not acknowledged before
 */
public record ProviderSettings(
        PeerId self,
        OmertaHome home,
        Resources capacity,
        Duration timeLimit,
        long outputLimitBytes,
        int queueLimit,
        ServerPolicy servers,
        long reservedDiskBytes,
        boolean checkpointOnStop,
        Duration retention,
        Patience patience) {
    /** Room for the output of some jobs, well above what running ones leave free. */
    public static final long DEFAULT_RESERVED_DISK_BYTES = 512L << 20;

    public static final Duration DEFAULT_RETENTION = Duration.ofDays(1);

    /** As the owner configured it, with the defaults for the rest. */
    public static ProviderSettings of(
            PeerId self,
            OmertaHome home,
            Resources capacity,
            Duration timeLimit,
            long outputLimitBytes,
            int queueLimit,
            ServerPolicy servers,
            boolean checkpointOnStop) {
        return new ProviderSettings(
                self,
                home,
                capacity,
                timeLimit,
                outputLimitBytes,
                queueLimit,
                servers,
                DEFAULT_RESERVED_DISK_BYTES,
                checkpointOnStop,
                DEFAULT_RETENTION,
                Patience.DEFAULT);
    }
}
