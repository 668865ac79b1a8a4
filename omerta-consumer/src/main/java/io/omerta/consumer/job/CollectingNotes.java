package io.omerta.consumer.job;

import io.omerta.consumer.files.FileService;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers where a job's files are collected, for the daemon that comes after a killed one: half of a file may lie there. */
final class CollectingNotes {
    private static final Logger LOG = LoggerFactory.getLogger(CollectingNotes.class);

    private final OmertaHome home;

    CollectingNotes(OmertaHome home) {
        this.home = home;
    }

    /** The job's folder exists. */
    void write(JobId job, Path folder) {
        AtomicFile.write(
                home.jobCollecting(job), folder.toString().getBytes(StandardCharsets.UTF_8), AtomicFile.OWNER_ONLY);
    }

    /** The job has ended, and left nothing. */
    void delete(JobId job) {
        try {
            Files.deleteIfExists(home.jobCollecting(job));
        } catch (IOException e) {
            LOG.warn("could not delete {}: {}", home.jobCollecting(job), e.getMessage());
        }
    }

    /** The job was ended with its daemon. */
    void tidy(JobId job) {
        try {
            Path folder = Path.of(Files.readString(home.jobCollecting(job)));
            int count = FileService.deleteLeftovers(folder, job.toString());
            LOG.info("deleted {} files that job {} had begun to send to {}", count, job, folder);
        } catch (NoSuchFileException e) {
            // It collected nothing, or the folder is gone.
        } catch (IOException e) {
            LOG.warn("could not delete what job {} had begun to send: {}", job, e.toString());
        }
        delete(job);
    }
}
