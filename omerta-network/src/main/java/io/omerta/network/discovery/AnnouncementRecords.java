package io.omerta.network.discovery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.core.network.NetworkId;
import io.omerta.network.dht.DhtRecord;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.RecordReader;
import io.omerta.network.dht.RefusedRecordException;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.transport.ReplayGuard;
import io.omerta.proto.dht.DhtAnnouncement;
import io.omerta.proto.peer.Signed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Announcements as records of the overlay: whose they are, and whether they belong where they are to be kept. */
final class AnnouncementRecords implements RecordReader {
    /** One announcement comes under many keys: its signature is looked at once. */
    private static final int MOST_VERIFIED = 512;

    private final NetworkId network;
    private final Map<Signed, SignedAnnouncement> verified = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signed, SignedAnnouncement> eldest) {
            return size() > MOST_VERIFIED;
        }
    };

    AnnouncementRecords(NetworkId network) {
        this.network = network;
    }

    static ByteString value(SignedAnnouncement announcement, Shard shard) {
        return DhtAnnouncement.newBuilder()
                .setAnnouncement(announcement.signed())
                .setTerm(shard.term())
                .setLevel(shard.level())
                .build()
                .toByteString();
    }

    @Override
    public DhtRecord read(NodeId key, ByteString value, long unixMillis) throws RefusedRecordException {
        DhtAnnouncement content = parse(value);
        SignedAnnouncement announcement = verify(content.getAnnouncement(), unixMillis);
        NodeId owner = NodeId.of(announcement.announcement().peerId());
        boolean placed = SearchTerms.of(announcement.announcement().offer()).contains(content.getTerm())
                && Shard.of(content.getTerm(), content.getLevel(), owner).key().equals(key);
        if (!placed) {
            throw RefusedRecordException.invalid("not of that key");
        }
        return new DhtRecord(
                key,
                owner,
                announcement.announcement().issued().toEpochMilli(),
                announcement.announcement().expires().toEpochMilli(),
                value);
    }

    /** What a record says that was read before. */
    SignedAnnouncement announcement(DhtRecord record, long unixMillis) throws RefusedRecordException {
        return verify(parse(record.value()).getAnnouncement(), unixMillis);
    }

    private static DhtAnnouncement parse(ByteString value) throws RefusedRecordException {
        try {
            DhtAnnouncement content = DhtAnnouncement.parseFrom(value);
            boolean inBounds = content.getLevel() >= 0 && content.getLevel() <= Shard.MOST_LEVEL;
            if (inBounds && SearchTerms.isOne(content.getTerm())) {
                return content;
            }
        } catch (InvalidProtocolBufferException e) {
            // Said below.
        }
        throw RefusedRecordException.invalid("no announcement");
    }

    private SignedAnnouncement verify(Signed signed, long unixMillis) throws RefusedRecordException {
        SignedAnnouncement announcement = verified.get(signed);
        if (announcement == null) {
            try {
                announcement = SignedAnnouncement.read(signed, network);
            } catch (InvalidMessageException e) {
                throw RefusedRecordException.invalid(String.valueOf(e.getMessage()));
            }
            verified.put(signed, announcement);
        }
        Instant now = Instant.ofEpochMilli(unixMillis);
        if (announcement.announcement().issued().isAfter(now.plus(ReplayGuard.WINDOW))) {
            throw RefusedRecordException.ofTime("in the future");
        }
        if (!announcement.announcement().expires().isAfter(now)) {
            throw RefusedRecordException.ofTime("expired");
        }
        return announcement;
    }
}
