package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.StrictJson;
import io.omerta.core.identity.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The invitations that this machine has handed out, kept in {@code invitations.json} (mode 0600). Each change is on disk when
 * a method returns. Safe for use by several threads of one process; the daemon's lock keeps others out.
 */
public final class InvitationStore {
    /** Each call of a stranger is compared with all of them. */
    public static final int MAX_INVITATIONS = 200;

    /** So long whoever comes too late is told so. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int MAX_BYTES = 32 << 20;
    private static final int MIN_PREFIX = 4;

    private final Path file;
    private volatile List<Invitation> invitations;

    private InvitationStore(Path file, List<Invitation> invitations) {
        this.file = file;
        this.invitations = invitations;
    }

    /**
     * Reads the file; without one there are no invitations.
     *
     * @throws OmertaException {@code CORRUPT_FILE} if it is broken
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static InvitationStore open(Path file) {
        String hint = "repair it, or move it away and invite again: mv " + file + " " + file + ".broken";
        List<Invitation> invitations = StrictJson.read(file, InvitationsFile.class, MAX_BYTES, hint)
                .map(InvitationsFile::toInvitations)
                .orElse(List.of());
        return new InvitationStore(file, invitations);
    }

    /** In the order in which they were made. */
    public List<Invitation> list() {
        return invitations;
    }

    public Optional<Invitation> find(InvitationId id) {
        return invitations.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /**
     * Adds an invitation, and forgets those that ended long ago.
     *
     * @throws OmertaException {@code EXHAUSTED} if there are too many
     */
    public synchronized void add(Invitation invitation) {
        List<Invitation> changed = new ArrayList<>(invitations);
        changed.removeIf(one -> one.expiresAt().plus(REMEMBERED).isBefore(invitation.createdAt()));
        if (changed.size() >= MAX_INVITATIONS) {
            changed.removeIf(one -> !one.isOpen(invitation.createdAt()));
        }
        if (changed.size() >= MAX_INVITATIONS) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    "could not make an invitation: there are " + MAX_INVITATIONS + " open ones already",
                    "omerta network invitations");
        }
        changed.add(invitation);
        replace(changed);
    }

    /**
     * A peer joins with an invitation, if it may: when this returns {@code GOOD}, its use has been written down. The same peer
     * counts once, however often it asks.
     */
    public synchronized Invitation.Verdict use(InvitationId id, PeerId peer, Instant now) {
        Optional<Invitation> known = find(id);
        if (known.isEmpty()) {
            return Invitation.Verdict.REVOKED;
        }
        Invitation.Verdict verdict = known.get().verdict(peer, now);
        if (verdict == Invitation.Verdict.GOOD) {
            change(one -> one.id().equals(id), one -> one.withUseBy(peer));
        }
        return verdict;
    }

    /**
     * @param prefix of an id, 4 digits or more
     * @throws OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS}
     */
    public synchronized Invitation revoke(String prefix) {
        String digits = prefix.strip().toLowerCase(Locale.ROOT);
        List<Invitation> found = digits.length() < MIN_PREFIX
                ? List.of()
                : invitations.stream()
                        .filter(one -> one.id().hex().startsWith(digits))
                        .toList();
        if (found.size() != 1) {
            throw new OmertaException(
                    found.isEmpty() ? ErrorCode.NOT_FOUND : ErrorCode.AMBIGUOUS,
                    "could not revoke an invitation: "
                            + (found.isEmpty() ? "no id begins so" : found.size() + " ids begin so"),
                    "omerta network invitations");
        }
        InvitationId id = found.getFirst().id();
        change(one -> one.id().equals(id), Invitation::withRevocation);
        return find(id).orElseThrow();
    }

    /** Revokes all of a network. */
    public synchronized void revokeAll(NetworkId network) {
        change(one -> one.network().equals(network), Invitation::withRevocation);
    }

    private void change(Predicate<Invitation> which, UnaryOperator<Invitation> change) {
        List<Invitation> changed = invitations.stream()
                .map(one -> which.test(one) ? change.apply(one) : one)
                .toList();
        if (!changed.equals(invitations)) {
            replace(changed);
        }
    }

    private void replace(List<Invitation> changed) {
        AtomicFile.write(file, StrictJson.write(InvitationsFile.of(changed)), AtomicFile.OWNER_ONLY);
        invitations = List.copyOf(changed);
    }
}
