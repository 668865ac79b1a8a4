package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.proto.peer.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One network as this machine sees it: whom it knows, whom it asks when. Decides, does no I/O. Not safe for use by several
 * threads.
 */
final class NetworkView {
    /** Of one answer: what is left out comes with another one. */
    static final int MAX_PASSED_ON = 1_000;

    static final int MAX_PASSED_ON_BYTES = 2 << 20;

    private final PeerId self;
    private final Network network;
    private final AnnouncementTable table;
    private final ExchangeSchedule schedule;
    /** Who has answered at the addresses that came with the network. */
    private final Map<Endpoint, PeerId> bootstrapPeers = new HashMap<>();

    /** When something is done: by the clock that only goes forward, and by the wall clock for what is signed. */
    record Moment(long nanos, Instant wall) {}

    NetworkView(PeerId self, Network network, DiscoveryTiming timing, long now) {
        this.self = self;
        this.network = network;
        this.table = new AnnouncementTable(timing.downAfter());
        this.schedule = new ExchangeSchedule(timing.exchangeEvery());
        network.bootstrapPeers().stream()
                .filter(endpoint -> !endpoint.peer().equals(Optional.of(self)))
                .forEach(endpoint -> schedule.addNow(new Target.Bootstrap(endpoint), now));
    }

    NetworkId id() {
        return network.id();
    }

    ExchangeSchedule schedule() {
        return schedule;
    }

    /** Whom to ask now. Bootstrap addresses of peers that are known and up are left alone. */
    List<Target> takeDue(long now) {
        table.forget(now).forEach(peer -> schedule.remove(new Target.Known(peer)));
        List<Target> due = new ArrayList<>();
        for (Target target : schedule.takeDue(now)) {
            if (isNeedless(target, now)) {
                schedule.postpone(target, now);
            } else {
                due.add(target);
            }
        }
        return due;
    }

    private boolean isNeedless(Target target, long now) {
        return switch (target) {
            case Target.Known known -> table.endpoints(known.peer()).isEmpty();
            case Target.Bootstrap bootstrap -> {
                PeerId answering = bootstrapPeers.get(bootstrap.endpoint());
                yield answering != null && (answering.equals(self) || table.isUp(answering, now));
            }
        };
    }

    /** Where to ask a target: at least one endpoint, unless it is needless to ask. */
    List<Endpoint> endpoints(Target target) {
        return switch (target) {
            case Target.Known known -> table.endpoints(known.peer());
            case Target.Bootstrap bootstrap -> List.of(bootstrap.endpoint());
        };
    }

    /** A peer has answered. */
    void answered(Target target, PeerId peer, List<Signed> announcements, Optional<Duration> latency, Moment now) {
        schedule.answered(target, now.nanos());
        if (target instanceof Target.Bootstrap bootstrap) {
            bootstrapPeers.put(bootstrap.endpoint(), peer);
        }
        if (peer.equals(self)) {
            return;
        }
        announcements.stream().limit(MAX_PASSED_ON + 1L).forEach(signed -> putQuietly(signed, peer, now));
        table.heard(peer, now.nanos());
        latency.ifPresent(measured -> table.measured(peer, measured));
        if (target instanceof Target.Bootstrap bootstrap) {
            Endpoint endpoint = bootstrap.endpoint();
            table.answeredAt(peer, Endpoint.of(endpoint.host(), endpoint.port()));
        }
    }

    void failed(Target target, long now) {
        schedule.failed(target, now);
    }

    /**
     * A peer has asked us.
     *
     * @throws InvalidMessageException if what it announces is not its own, or not valid
     */
    void asked(Signed announcement, PeerId by, Moment now) throws InvalidMessageException {
        if (!SignedAnnouncement.claimedOwner(announcement).equals(by)) {
            throw new InvalidMessageException("announcement.public_key", "not of the peer that calls");
        }
        if (by.equals(self)) {
            return;
        }
        put(announcement, by, now);
        table.heard(by, now.nanos());
    }

    /** For whoever asks: known announcements, a random part of them if there are many. */
    List<Signed> passOn(Instant now, RandomGenerator random) {
        List<SignedAnnouncement> known = new ArrayList<>(table.announcements());
        known.removeIf(announcement -> announcement.announcement().expires().isBefore(now));
        Collections.shuffle(known, java.util.Random.from(random));
        List<Signed> passed = new ArrayList<>();
        int bytes = 0;
        for (SignedAnnouncement announcement : known) {
            bytes += announcement.signed().getSerializedSize();
            if (passed.size() == MAX_PASSED_ON || bytes > MAX_PASSED_ON_BYTES) {
                break;
            }
            passed.add(announcement.signed());
        }
        return passed;
    }

    /** By peer id. */
    List<Member> others(long now) {
        List<Member> members = table.members(now);
        members.sort(Comparator.comparing(Member::peerId));
        return members;
    }

    private void putQuietly(Signed signed, PeerId from, Moment now) {
        try {
            put(signed, from, now);
        } catch (InvalidMessageException e) {
            DiscoveryLog.refused(network, from, e);
        }
    }

    private void put(Signed signed, PeerId from, Moment now) throws InvalidMessageException {
        PeerId owner = SignedAnnouncement.claimedOwner(signed);
        // Who is up tells us itself: what others pass on of it need not even be verified.
        boolean needless = !owner.equals(from) && table.isUp(owner, now.nanos());
        if (owner.equals(self) || needless || table.holds(owner, signed)) {
            return;
        }
        SignedAnnouncement announcement = SignedAnnouncement.read(signed, network.id(), now.wall());
        Target target = new Target.Known(owner);
        switch (table.put(announcement, owner.equals(from), now.nanos())) {
            case ADDED -> schedule.addNow(target, now.nanos());
            case WITHDRAWN -> schedule.remove(target);
            case RENEWED, OLD, FULL -> {}
        }
    }
}
