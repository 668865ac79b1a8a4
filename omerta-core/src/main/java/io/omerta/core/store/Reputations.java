package io.omerta.core.store;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.JobId;
import io.omerta.core.reputation.Deed;
import io.omerta.core.reputation.Observation;
import io.omerta.core.reputation.Reputation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this machine has seen of peers, of itself aside. It is written down together with the end of the job that it was seen
 * with, and forgotten once it counts nothing.
 */
public final class Reputations {
    /** Of one kind and peer the newest so many: with each of them fresh, more would change no score. */
    static final int MOST_ALIKE = 50;

    /** Of all: whoever makes up identities can push out what counts less than what they do, and no more. */
    static final int MOST = 10_000;

    private final Database database;
    private final PeerId self;

    Reputations(Database database, PeerId self) {
        this.database = database;
        this.self = self;
    }

    /** All peers of which something was seen. */
    public Map<PeerId, Reputation> all(Instant now) {
        Map<PeerId, List<Observation>> seen = new HashMap<>();
        database.run(on -> {
            try (PreparedStatement statement =
                            on.prepareStatement("SELECT peer, deed, job, seen_ms FROM observations");
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    seen.computeIfAbsent(new PeerId(row.getString("peer")), _ -> new ArrayList<>())
                            .add(read(row));
                }
                return seen;
            }
        });
        Map<PeerId, Reputation> reputations = new HashMap<>();
        seen.forEach((peer, observations) -> reputations.put(peer, Reputation.of(now, observations)));
        return reputations;
    }

    private static Observation read(ResultSet row) throws SQLException {
        return new Observation(
                Deed.valueOf(row.getString("deed")),
                JobId.parse(row.getString("job")),
                Instant.ofEpochMilli(row.getLong("seen_ms")));
    }

    /** Within the transaction that writes the job's end. A job counts once for each side of it. */
    void note(PeerId peer, Observation seen) {
        if (peer.equals(self)) {
            return;
        }
        update(
                "INSERT INTO observations (peer, role, job, deed, seen_ms, until_ms) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (peer, role, job) DO NOTHING",
                peer.text(),
                seen.deed().role().name(),
                seen.job().toString(),
                seen.deed().name(),
                seen.seenAt().toEpochMilli(),
                seen.countsUntil().toEpochMilli());
        update("DELETE FROM observations WHERE until_ms < ?", seen.seenAt().toEpochMilli());
        forgetAllBut(
                MOST_ALIKE,
                "WHERE peer = ? AND deed = ?",
                peer.text(),
                seen.deed().name());
        forgetAllBut(MOST, "");
    }

    /** Keeps those that count longest. */
    private void forgetAllBut(int most, String condition, Object... values) {
        update(
                "DELETE FROM observations WHERE (peer, role, job) IN (SELECT peer, role, job FROM observations "
                        + condition + " ORDER BY until_ms DESC LIMIT -1 OFFSET " + most + ")",
                values);
    }

    private void update(String sql, Object... values) {
        int _ = database.update(sql, values);
    }
}
