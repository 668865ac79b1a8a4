package io.omerta.provider;

import io.omerta.core.config.OmertaHome;
import io.omerta.core.file.DiskFullException;
import io.omerta.core.file.DiskSpace;
import io.omerta.core.job.JobId;
import io.omerta.provider.execution.SuspendedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of jobs on disk: a folder for each, and the event log in it. */
final class LentFolders {
    private static final Logger LOG = LoggerFactory.getLogger(LentFolders.class);

    private final OmertaHome home;

    LentFolders(OmertaHome home) {
        this.home = home;
    }

    Path folder(JobId job) {
        return home.lentJob(job);
    }

    Path events(JobId job) {
        return home.lentJobEvents(job);
    }

    /** Mode 0700. */
    void create(JobId job) {
        Path folder = folder(job);
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw DiskFullException.orOther(folder, e);
        }
    }

    /** Best effort: what cannot be deleted now is found again at the next start. */
    void delete(JobId job) {
        try {
            new SuspendedFiles(folder(job)).delete();
            Files.deleteIfExists(events(job));
            Files.deleteIfExists(folder(job));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("could not delete {}", folder(job), e);
        }
    }

    /** Of all jobs that have a folder; other names are left alone. */
    List<JobId> jobs() {
        if (!Files.isDirectory(home.lent())) {
            return List.of();
        }
        List<JobId> jobs = new ArrayList<>();
        try (Stream<Path> folders = Files.list(home.lent())) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                addJob(folder.getFileName().toString(), jobs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + home.lent() + ": " + e.getMessage(), e);
        }
        return jobs;
    }

    private static void addJob(String name, List<JobId> jobs) {
        try {
            jobs.add(JobId.parse(name));
        } catch (IllegalArgumentException e) {
            LOG.warn("left alone a folder that is not one of a job: {}", name);
        }
    }

    long freeBytes() {
        return DiskSpace.freeBytes(home.root());
    }
}
