package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of {@code invitations.json}. */
record InvitationsFile(int version, List<Entry> invitations) {
    private static final int VERSION = 1;

    InvitationsFile {
        if (version != VERSION) {
            throw new IllegalArgumentException("version " + version + " is not known here, only " + VERSION);
        }
        require(invitations, "invitations");
        invitations = List.copyOf(invitations);
    }

    static InvitationsFile of(List<Invitation> invitations) {
        return new InvitationsFile(VERSION, invitations.stream().map(Entry::of).toList());
    }

    List<Invitation> toInvitations() {
        return invitations.stream().map(Entry::toInvitation).toList();
    }

    // JSON leaves out what it likes: each field is checked where it comes in.
    private static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing");
        }
    }

    record Entry(
            String secret,
            String networkId,
            String createdAt,
            String expiresAt,
            int uses,
            List<String> usedBy,
            boolean revoked) {
        Entry {
            require(secret, "secret");
            require(networkId, "network_id");
            require(createdAt, "created_at");
            require(expiresAt, "expires_at");
            require(usedBy, "used_by");
            usedBy = List.copyOf(usedBy);
            // Valid here means valid altogether, so that the reader can name the line.
            toInvitation(secret, networkId, createdAt, expiresAt, uses, usedBy, revoked);
        }

        static Entry of(Invitation invitation) {
            return new Entry(
                    invitation.secret().base64(),
                    invitation.network().hex(),
                    invitation.createdAt().toString(),
                    invitation.expiresAt().toString(),
                    invitation.uses(),
                    invitation.usedBy().stream().map(PeerId::text).toList(),
                    invitation.revoked());
        }

        Invitation toInvitation() {
            return toInvitation(secret, networkId, createdAt, expiresAt, uses, usedBy, revoked);
        }

        private static Invitation toInvitation(
                String secret,
                String networkId,
                String createdAt,
                String expiresAt,
                int uses,
                List<String> usedBy,
                boolean revoked) {
            return new Invitation(
                    InvitationSecret.ofBase64(secret),
                    new NetworkId(networkId),
                    instant(createdAt, "created_at"),
                    instant(expiresAt, "expires_at"),
                    uses,
                    usedBy.stream().map(PeerId::new).toList(),
                    revoked);
        }

        private static Instant instant(String text, String field) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("the field \"" + field + "\" is not a time", e);
            }
        }

        @Override
        public String toString() {
            return "Entry[invitation]";
        }
    }
}
