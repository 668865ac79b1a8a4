package io.omerta.network.discovery;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The other peers of one network: newest announcement, when each was heard from. A pure object: time is passed in, as
 * nanoseconds of a clock that only goes forward. Not safe for use by several threads.
 */
final class AnnouncementTable {
    static final int MAX_PEERS = 10_000;
    /** What is neither heard from nor announced anew for so long is forgotten; older announcements have expired by then. */
    static final Duration KEPT = Announcement.MAX_LIFETIME;

    /** What an announcement changed. */
    enum Outcome {
        ADDED,
        RENEWED,
        WITHDRAWN,
        /** Known already, or older than what is known. */
        OLD,
        /** No room for another peer. */
        FULL
    }

    /** What a peer has said that is free there. */
    private record Free(Resources available, int queuedJobs) {}

    private static final class Entry {
        SignedAnnouncement newest;
        long renewedAt;
        Optional<Long> heardAt = Optional.empty();
        Optional<Duration> latency = Optional.empty();
        Optional<Endpoint> answeredAt = Optional.empty();
        Optional<Free> free = Optional.empty();

        Entry(SignedAnnouncement newest, long now) {
            this.newest = newest;
            this.renewedAt = now;
        }

        boolean isWithdrawn() {
            return newest.announcement().leaving();
        }
    }

    private final Duration downAfter;
    private final Map<PeerId, Entry> entries = new HashMap<>();

    AnnouncementTable(Duration downAfter) {
        this.downAfter = downAfter;
    }

    /** Takes an announcement that is valid in itself; of two the later one counts. */
    Outcome put(SignedAnnouncement offered, long now) {
        Announcement announcement = offered.announcement();
        Entry known = entries.get(announcement.peerId());
        if (known == null) {
            return add(offered, now);
        }
        if (!announcement.issued().isAfter(known.newest.announcement().issued())) {
            return Outcome.OLD;
        }
        boolean back = known.isWithdrawn() && !announcement.leaving();
        known.newest = offered;
        known.free = Optional.empty();
        known.renewedAt = now;
        if (announcement.leaving()) {
            known.heardAt = Optional.empty();
            return Outcome.WITHDRAWN;
        }
        return back ? Outcome.ADDED : Outcome.RENEWED;
    }

    private Outcome add(SignedAnnouncement offered, long now) {
        if (entries.size() >= MAX_PEERS) {
            forget(now);
        }
        if (entries.size() >= MAX_PEERS) {
            return Outcome.FULL;
        }
        entries.put(offered.announcement().peerId(), new Entry(offered, now));
        return offered.announcement().leaving() ? Outcome.WITHDRAWN : Outcome.ADDED;
    }

    void heard(PeerId peer, long now) {
        change(peer, entry -> entry.heardAt = Optional.of(now));
    }

    void measured(PeerId peer, Duration latency) {
        change(peer, entry -> entry.latency = Optional.of(latency));
    }

    void answeredAt(PeerId peer, Endpoint endpoint) {
        change(peer, entry -> entry.answeredAt = Optional.of(endpoint));
    }

    /** More recent than what it announced. */
    void says(PeerId peer, Resources available, int queuedJobs) {
        change(peer, entry -> entry.free = Optional.of(new Free(available, queuedJobs)));
    }

    private interface Change {
        void of(Entry entry);
    }

    private void change(PeerId peer, Change change) {
        Entry entry = entries.get(peer);
        if (entry != null && !entry.isWithdrawn()) {
            change.of(entry);
        }
    }

    boolean isUp(PeerId peer, long now) {
        Entry entry = entries.get(peer);
        return entry != null && !entry.isWithdrawn() && isUp(entry, now);
    }

    private boolean isUp(Entry entry, long now) {
        return entry.heardAt.isPresent() && now - entry.heardAt.get() <= downAfter.toNanos();
    }

    /** Those that have not withdrawn. */
    List<Member> members(long now) {
        List<Member> members = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (!entry.isWithdrawn()) {
                members.add(new Member(
                        announcement(entry),
                        false,
                        isUp(entry, now),
                        entry.heardAt.map(at -> Duration.ofNanos(now - at)),
                        entry.latency,
                        endpoints(entry)));
            }
        }
        return members;
    }

    private static Announcement announcement(Entry entry) {
        Announcement announced = entry.newest.announcement();
        return entry.free
                .map(free -> announced.with(announced.offer().with(free.available(), free.queuedJobs())))
                .orElse(announced);
    }

    List<Endpoint> endpoints(PeerId peer) {
        Entry entry = entries.get(peer);
        return entry == null || entry.isWithdrawn() ? List.of() : endpoints(entry);
    }

    private static List<Endpoint> endpoints(Entry entry) {
        Set<Endpoint> inOrder = new LinkedHashSet<>();
        entry.answeredAt.ifPresent(inOrder::add);
        inOrder.addAll(entry.newest.announcement().endpoints());
        return inOrder.stream().limit(Announcement.MAX_ENDPOINTS).toList();
    }

    /** Drops what is old, and says whom. */
    Collection<PeerId> forget(long now) {
        List<PeerId> old = new ArrayList<>();
        entries.forEach((peer, entry) -> {
            long last = Math.max(entry.renewedAt, entry.heardAt.orElse(entry.renewedAt));
            if (now - last > KEPT.toNanos()) {
                old.add(peer);
            }
        });
        old.forEach(entries::remove);
        return old;
    }
}
