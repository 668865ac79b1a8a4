package io.omerta.daemon;

import io.omerta.console.Version;
import io.omerta.consumer.job.JobSubmissions;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.identity.Identity;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.network.Network;
import io.omerta.local.LocalProtocol;
import io.omerta.network.discovery.Member;
import io.omerta.network.discovery.Offer;
import io.omerta.proto.local.NetworkStatus;
import io.omerta.proto.local.StatusResponse;
import io.omerta.vm.image.GuestImage;
import java.time.Clock;
import java.util.List;

/** How the daemon is. */
final class StatusReport {
    private final OmertaHome home;
    private final Identity identity;
    private final int port;
    private final Lender lender;
    private final NetworkOperations networks;
    private final JobSubmissions submissions;
    private final long started;

    StatusReport(
            OmertaHome home,
            Identity identity,
            int port,
            Lender lender,
            NetworkOperations networks,
            JobSubmissions submissions,
            Clock clock) {
        this.home = home;
        this.identity = identity;
        this.port = port;
        this.lender = lender;
        this.networks = networks;
        this.submissions = submissions;
        this.started = clock.millis();
    }

    StatusResponse now() {
        Offer offer = lender.offer();
        return StatusResponse.newBuilder()
                .setVersion(Version.current())
                .setProtocol(LocalProtocol.VERSION)
                .setPid(ProcessHandle.current().pid())
                .setStartedUnixMs(started)
                .setPeerId(identity.peerId().text())
                .setPeerName(identity.peerId().name().text())
                .setPort(port)
                .setHome(home.toString())
                .setLending(offer.lending())
                .setCapacity(PeerViews.resources(offer.capacity()))
                .setAvailable(PeerViews.resources(offer.available()))
                .setJobsRunningHere(lender.provider().running())
                .setJobsPausedHere(lender.provider().paused())
                .setJobsQueuedHere(lender.provider().waiting())
                .setMyJobsRunning(submissions.active())
                .addAllNetworks(networks.all().stream().map(this::network).toList())
                .setAcceleration(lender.host().acceleration())
                .setContainment(lender.host().containment())
                .setImageDigest(lender.host().image().map(GuestImage::digest).orElse(""))
                .addAllImages(offer.images().stream().map(ImageDigest::text).toList())
                .addAllImagesInUse(lender.provider().imagesInUse().stream()
                        .map(ImageDigest::text)
                        .sorted()
                        .toList())
                .addAllGpus(lender.gpus())
                .setImageProblem(lender.problem().map(Throwable::getMessage).orElse(""))
                .build();
    }

    private NetworkStatus network(Network network) {
        List<Member> others = networks.others(network);
        return NetworkStatus.newBuilder()
                .setId(network.id().hex())
                .setName(network.name())
                .setPeers(others.size())
                .setPeersUp((int) others.stream().filter(Member::up).count())
                .setCreator(network.creator())
                .setPaused(network.paused())
                .build();
    }
}
