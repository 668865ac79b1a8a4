package io.omerta.daemon;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.core.network.Network;
import io.omerta.core.store.LentJobRecord;
import io.omerta.core.store.LentJobs;
import io.omerta.proto.local.JobSummary;
import io.omerta.provider.Provider;
import java.util.List;

/** The jobs of others on this machine, for its owner. */
final class LentJobOperations {
    private final NetworkOperations networks;
    private final LentJobs records;
    private final Provider provider;

    LentJobOperations(NetworkOperations networks, LentJobs records, Provider provider) {
        this.networks = networks;
        this.records = records;
        this.provider = provider;
    }

    List<JobSummary> list(int limit) {
        return records.newest(limit).stream().map(this::summary).toList();
    }

    JobSummary pause(String reference) {
        return steer("pause", reference, provider::pause);
    }

    JobSummary resume(String reference) {
        return steer("resume", reference, provider::resume);
    }

    @FunctionalInterface
    private interface Command {
        boolean give(JobId job) throws InterruptedException;
    }

    private JobSummary steer(String verb, String reference, Command command) {
        JobId id = records.resolve(reference);
        try {
            if (!command.give(id)) {
                throw new OmertaException(
                        ErrorCode.NOT_FOUND,
                        "could not " + verb + " job " + records.shortId(id) + ": it has ended",
                        "omerta jobs --lent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return summary(records.find(id).orElseThrow());
    }

    private JobSummary summary(LentJobRecord job) {
        String network = networks.all().stream()
                .filter(known -> known.lineage().contains(job.network()))
                .map(Network::name)
                .findFirst()
                .orElse("");
        return JobSummaries.of(job, records.shortId(job.id()), network, provider.standstill(job.id()));
    }
}
