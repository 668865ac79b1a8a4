package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link KeyHistory} as {@code networks.json} has it; what is missing is none. */
record KeyHistoryEntry(
        @Nullable String creatorKey,
        @Nullable List<Retired> retired,
        @Nullable List<String> roll) {
    KeyHistoryEntry {
        // Valid here means valid altogether, so that the reader can name the line.
        toHistory(creatorKey, retired, roll);
    }

    static KeyHistoryEntry of(KeyHistory history) {
        return new KeyHistoryEntry(
                history.creatorKey().map(CreatorKey::base64).orElse(null),
                history.retired().stream().map(Retired::of).toList(),
                history.roll().stream().map(PeerId::text).toList());
    }

    KeyHistory toHistory() {
        return toHistory(creatorKey, retired, roll);
    }

    private static KeyHistory toHistory(
            @Nullable String creatorKey, @Nullable List<Retired> retired, @Nullable List<String> roll) {
        return new KeyHistory(
                Optional.ofNullable(creatorKey).map(KeyHistoryEntry::creatorKey),
                retired == null
                        ? List.of()
                        : retired.stream().map(Retired::toKey).toList(),
                roll == null ? List.of() : roll.stream().map(PeerId::new).toList());
    }

    private static CreatorKey creatorKey(String base64) {
        try {
            return CreatorKey.ofBase64(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the field \"creator_key\" is not base64 of 32 bytes", e);
        }
    }

    /** Key and rotation are there while the old key still serves. */
    record Retired(
            String networkId,
            String rotatedAt,
            String rotatedBy,
            @Nullable String networkKey,
            @Nullable String rotation) {
        Retired {
            if (networkId == null || rotatedAt == null || rotatedBy == null) {
                throw new IllegalArgumentException("a retired key has no network_id, rotated_at or rotated_by");
            }
            toKey(networkId, rotatedAt, rotatedBy, networkKey, rotation);
        }

        static Retired of(RetiredKey key) {
            return new Retired(
                    key.id().hex(),
                    key.rotatedAt().toString(),
                    key.by().text(),
                    key.grace()
                            .map(grace -> Base64.getEncoder()
                                    .encodeToString(grace.key().toBytes()))
                            .orElse(null),
                    key.grace().map(grace -> grace.rotation().format()).orElse(null));
        }

        RetiredKey toKey() {
            return toKey(networkId, rotatedAt, rotatedBy, networkKey, rotation);
        }

        private static RetiredKey toKey(
                String networkId,
                String rotatedAt,
                String rotatedBy,
                @Nullable String networkKey,
                @Nullable String rotation) {
            Optional<RetiredKey.Grace> grace = networkKey == null || rotation == null
                    ? Optional.empty()
                    : Optional.of(new RetiredKey.Grace(
                            NetworkKey.ofBytes(Base64.getDecoder().decode(networkKey)), Rotation.parse(rotation)));
            try {
                return new RetiredKey(new NetworkId(networkId), Instant.parse(rotatedAt), new PeerId(rotatedBy), grace);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the field \"rotated_at\" is not a time", e);
            }
        }

        @Override
        public String toString() {
            return "Retired[" + networkId + "]";
        }
    }

    @Override
    public String toString() {
        return "KeyHistoryEntry";
    }
}
