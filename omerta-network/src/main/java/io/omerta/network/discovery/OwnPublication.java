package io.omerta.network.discovery;

import com.google.protobuf.ByteString;
import io.omerta.network.dht.Contact;
import io.omerta.network.dht.DhtNode;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.Publication;
import io.omerta.network.dht.RefusedRecordException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives one announcement to the nodes that keep it, under all keys by which it is to be found. A network's size is an estimate, and
 * everybody's is another one: so the levels next to the one that seems right are served as well.
 */
final class OwnPublication {
    private static final Logger LOG = LoggerFactory.getLogger(OwnPublication.class);
    private static final int AT_A_TIME = 4;

    /**
     * What came of it.
     *
     * @param kept how many records were taken
     * @param otherClocks what the clocks of those say that took this one's time for wrong
     */
    record Outcome(int kept, int refused, List<Instant> otherClocks) {}

    /** Who is told. */
    interface Done {
        void published(Outcome outcome);
    }

    private final DhtNode node;
    private final SignedAnnouncement announcement;
    private final Done done;
    private final Deque<Shard> left = new ArrayDeque<>();
    private final List<Instant> otherClocks = new ArrayList<>();
    private int kept;
    private int refused;
    private int awaited;

    OwnPublication(DhtNode node, SignedAnnouncement announcement, Done done) {
        this.node = node;
        this.announcement = announcement;
        this.done = done;
    }

    /** @param also nodes that get it besides: who knows this peer hears of it at once */
    void start(List<Contact> also) {
        NodeId owner = NodeId.of(announcement.announcement().peerId());
        int level = Shard.level(node.estimatedNodes());
        for (String term : SearchTerms.of(announcement.announcement().offer())) {
            for (int each = Math.max(0, level - 1); each <= Math.min(Shard.MOST_LEVEL, level + 1); each++) {
                left.add(Shard.of(term, each, owner));
            }
        }
        awaited = AT_A_TIME + 1;
        Shard shard = Shard.of(SearchTerms.MEMBER, 0, owner);
        node.give(shard.key(), AnnouncementRecords.value(announcement, shard), also, _ -> settled());
        for (int i = 0; i < AT_A_TIME; i++) {
            next();
        }
    }

    private void next() {
        Shard shard = left.poll();
        if (shard == null) {
            settled();
            return;
        }
        ByteString value = AnnouncementRecords.value(announcement, shard);
        try {
            node.publish(shard.key(), value, this::published);
        } catch (RefusedRecordException e) {
            LOG.warn("this machine's own announcement is refused here: {}", e.getMessage());
            next();
        }
    }

    private void published(Publication.Outcome outcome) {
        kept += outcome.kept();
        refused += outcome.refused();
        otherClocks.addAll(outcome.otherClocks());
        next();
    }

    private void settled() {
        if (--awaited == 0) {
            done.published(new Outcome(kept, refused, List.copyOf(otherClocks)));
        }
    }
}
