package io.omerta.daemon;

import io.omerta.consumer.files.FileService;
import io.omerta.consumer.job.JobFollower;
import io.omerta.consumer.job.JobSubmissions;
import io.omerta.consumer.policy.ExposedPort;
import io.omerta.consumer.policy.SharedFolders;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.address.Destination;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobEvent;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.network.Network;
import io.omerta.core.store.JobRecord;
import io.omerta.core.store.RequestedJobs;
import io.omerta.local.DaemonOperations.EventSink;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobEventMessages;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.network.wireguard.quick.ClientConfiguration;
import io.omerta.network.wireguard.quick.ConfigurationException;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.vm.image.ImageFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The local user's jobs. */
final class JobOperations {
    /** Of a machine that has just been started: its own offer should not be missed. */
    private static final Duration EXAMINATION = Duration.ofSeconds(10);

    private static final Duration UNTIL_NEXT_EVENT = Duration.ofHours(1);

    private final NetworkOperations networks;
    private final RequestedJobs records;
    private final JobSubmissions submissions;
    private final Lender lender;
    private final ImageFolder images;

    JobOperations(
            NetworkOperations networks,
            RequestedJobs records,
            JobSubmissions submissions,
            Lender lender,
            ImageFolder images) {
        this.networks = networks;
        this.records = records;
        this.submissions = submissions;
        this.lender = lender;
        this.images = images;
    }

    LocalSubmitResponse submit(LocalSubmitRequest request) {
        Network network = networks.resolveActive(request.getNetwork());
        JobSpec spec = inImage(spec(request), request.getImage(), network);
        VpnPolicy policy = policy(request);
        awaitExamination();
        requireSomebodyWhoLends(network);
        JobId id = request.getVpnConfig().isEmpty()
                ? submissions.submit(spec, network, policy, request.getDetached())
                : submitWithServer(request, spec, network);
        return LocalSubmitResponse.newBuilder()
                .setJobId(id.toString())
                .setShortId(records.shortId(id))
                .build();
    }

    private JobId submitWithServer(LocalSubmitRequest request, JobSpec spec, Network network) {
        ClientConfiguration server = server(request);
        try {
            return submissions.submit(spec, network, server, request.getDetached());
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private JobSpec inImage(JobSpec spec, String reference, Network network) {
        if (reference.isEmpty()) {
            return spec;
        }
        List<ImageDigest> announced = networks.others(network).stream()
                .flatMap(member -> member.announcement().offer().images().stream())
                .toList();
        return spec.in(ImageReferences.resolve(reference, images.list(_ -> {}), announced));
    }

    void follow(FollowJobRequest request, EventSink sink) throws InterruptedException {
        JobId id = records.resolve(request.getJob());
        long from = Math.max(1, request.getFromSequence());
        Duration patience = request.getUntilNow() ? Duration.ZERO : UNTIL_NEXT_EVENT;
        try (JobFollower follower = submissions.follow(id, from, request.getForeground())) {
            while (!follower.isOver()) {
                Optional<JobEvent> event = follower.next(patience);
                if (event.isPresent()) {
                    sink.accept(JobEventMessages.toProto(event.get()));
                } else if (request.getUntilNow()) {
                    return;
                }
            }
        }
    }

    JobSummary cancel(String reference) {
        JobId id = records.resolve(reference);
        submissions.cancel(id);
        return show(id);
    }

    List<JobSummary> list(int limit) {
        return records.newest(limit).stream().map(this::summary).toList();
    }

    JobSummary show(String reference) {
        return show(records.resolve(reference));
    }

    private JobSummary show(JobId id) {
        return records.find(id)
                .map(this::summary)
                .orElseThrow(() -> new OmertaException(
                        ErrorCode.NOT_FOUND, "could not find the job \"" + id + "\"", "omerta jobs"));
    }

    private JobSummary summary(JobRecord job) {
        return JobSummaries.of(
                job, records.shortId(job.id()), submissions.standing(job.id()), submissions.paths(job.id()));
    }

    private void awaitExamination() {
        try {
            lender.awaitExamination(EXAMINATION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where only this machine could run it and cannot, the reason why is worth more than "nobody lends". */
    private void requireSomebodyWhoLends(Network network) {
        lender.problem().filter(_ -> !networks.anotherLends(network)).ifPresent(problem -> {
            throw new OmertaException(
                    problem.code(),
                    "could not run the job: nobody else lends in \"" + network.name() + "\", and this machine "
                            + problem.getMessage(),
                    problem.hint(),
                    problem);
        });
    }

    private static JobSpec spec(LocalSubmitRequest request) {
        try {
            return JobSpecMessages.fromProto(request.getJob());
        } catch (InvalidMessageException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        }
    }

    private static ClientConfiguration server(LocalSubmitRequest request) {
        try {
            return ClientConfiguration.parse(request.getVpnConfig());
        } catch (ConfigurationException e) {
            throw refused("the WireGuard configuration: " + e.getMessage(), e);
        }
    }

    private static VpnPolicy policy(LocalSubmitRequest request) {
        try {
            SharedFolders folders = new SharedFolders(
                    folder("serve", request.getPolicy().getServe()),
                    folder("collect", request.getPolicy().getCollect()));
            return new VpnPolicy(
                    request.getPolicy().getExposeList().stream()
                            .map(port -> new ExposedPort(port.getPort(), port.getLocalPort()))
                            .toList(),
                    request.getPolicy().getAllowList().stream()
                            .map(Destination::parse)
                            .toList(),
                    request.getPolicy().getInternet(),
                    folders,
                    Optional.of(request.getPolicy().getFlowLog())
                            .filter(path -> !path.isEmpty())
                            .map(Path::of));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<Path> folder(String verb, String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Path.of(path);
        try {
            FileService.check(folder);
            return Optional.of(folder);
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not " + verb + " " + folder + ": " + e.getMessage(),
                    "ls -ld " + folder,
                    e);
        }
    }

    private static OmertaException refused(String reason, Exception cause) {
        return new OmertaException(
                ErrorCode.INVALID_INPUT, "could not submit the job: " + reason, "omerta help submit", cause);
    }
}
