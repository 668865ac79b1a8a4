package io.omerta.consumer.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.job.JobId;
import io.omerta.core.store.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the logs of jobs: each once, for as long as somebody uses it. Safe for use by several threads. */
final class JobLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLogs.class);

    private final OmertaHome home;

    @GuardedBy("this")
    private final Map<JobId, Open> open = new HashMap<>();

    JobLogs(OmertaHome home) {
        this.home = home;
    }

    private static final class Open {
        private final EventLog file;
        private final JobLog log;
        private int users;

        Open(EventLog file) {
            this.file = file;
            this.log = new JobLog(file);
        }
    }

    /** One use of a log; closing it gives it back. */
    final class Use implements AutoCloseable {
        private final JobId job;
        private final JobLog log;
        private boolean returned;

        private Use(JobId job, JobLog log) {
            this.job = job;
            this.log = log;
        }

        JobLog log() {
            return log;
        }

        @Override
        public void close() {
            synchronized (JobLogs.this) {
                if (!returned) {
                    returned = true;
                    giveBack(job);
                }
            }
        }
    }

    /**
     * @throws DiskFullException if it does not exist and there is no room for it
     * @throws java.io.UncheckedIOException if the disk fails otherwise
     */
    synchronized Use use(JobId job) {
        Open known = open.get(job);
        if (known == null) {
            known = new Open(EventLog.open(file(job)));
            open.put(job, known);
        }
        known.users++;
        return new Use(job, known.log);
    }

    private Path file(JobId job) {
        Path folder = home.job(job);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw DiskFullException.orOther(folder, e);
        }
        return home.jobEvents(job);
    }

    /** Deletes what there is of a job that was not taken after all. */
    void discard(JobId job) {
        try {
            Files.deleteIfExists(home.jobEvents(job));
            Files.deleteIfExists(home.job(job));
        } catch (IOException e) {
            LOG.warn("could not delete {}: {}", home.job(job), e.getMessage());
        }
    }

    @GuardedBy("this")
    private void giveBack(JobId job) {
        Open known = open.get(job);
        if (known != null && --known.users == 0) {
            open.remove(job);
            known.file.close();
        }
    }

    /** Closes what is still open; whoever waits there wakes up. */
    @Override
    public synchronized void close() {
        open.values().forEach(known -> known.file.close());
        open.clear();
    }
}
