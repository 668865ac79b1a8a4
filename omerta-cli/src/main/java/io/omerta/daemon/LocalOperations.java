package io.omerta.daemon;

import io.omerta.core.network.Network;
import io.omerta.local.DaemonOperations;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.proto.local.JobSummary;
import io.omerta.proto.local.LeaveNetworkResponse;
import io.omerta.proto.local.LocalSubmitRequest;
import io.omerta.proto.local.LocalSubmitResponse;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.StatusResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** What the daemon does for the local user. */
record LocalOperations(
        StatusReport report,
        NetworkOperations networkOperations,
        JobOperations jobOperations,
        LentJobOperations lentJobOperations,
        Runnable stopper)
        implements DaemonOperations {
    @Override
    public StatusResponse status() {
        return report.now();
    }

    @Override
    public void stop() {
        stopper.run();
    }

    @Override
    public NetworkDetail createNetwork(String name) {
        return networkOperations.create(name);
    }

    @Override
    public NetworkDetail joinNetwork(String joinKey) {
        return networkOperations.join(joinKey);
    }

    @Override
    public List<NetworkDetail> networks() {
        return networkOperations.list();
    }

    @Override
    public NetworkDetail network(String reference) {
        return networkOperations.show(reference);
    }

    @Override
    public LeaveNetworkResponse leaveNetwork(String reference) {
        return networkOperations.leave(reference);
    }

    @Override
    public List<Peer> peers(String network) {
        List<Network> networks =
                network.isEmpty() ? networkOperations.all() : List.of(networkOperations.resolve(network));
        Instant now = Clock.systemUTC().instant();
        return networks.stream()
                .flatMap(one -> networkOperations.others(one).stream().map(member -> PeerViews.of(member, one, now)))
                .toList();
    }

    @Override
    public LocalSubmitResponse submit(LocalSubmitRequest request) {
        return jobOperations.submit(request);
    }

    @Override
    public void follow(FollowJobRequest request, EventSink sink) throws InterruptedException {
        jobOperations.follow(request, sink);
    }

    @Override
    public JobSummary cancel(String job) {
        return jobOperations.cancel(job);
    }

    @Override
    public List<JobSummary> jobs(int limit) {
        return jobOperations.list(limit);
    }

    @Override
    public JobSummary job(String job) {
        return jobOperations.show(job);
    }

    @Override
    public List<JobSummary> lentJobs(int limit) {
        return lentJobOperations.list(limit);
    }

    @Override
    public JobSummary pauseLentJob(String job) {
        return lentJobOperations.pause(job);
    }

    @Override
    public JobSummary resumeLentJob(String job) {
        return lentJobOperations.resume(job);
    }
}
