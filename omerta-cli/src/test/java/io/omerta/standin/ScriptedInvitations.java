package io.omerta.standin;

import static io.omerta.standin.ScriptedDaemon.NOON;
import static io.omerta.standin.ScriptedDaemon.PROVIDER;

import io.omerta.local.DaemonInvitations;
import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InviteRequest;
import java.util.List;

/** One invitation that is open and one that is used up. */
public final class ScriptedInvitations implements DaemonInvitations {
    @Override
    public InvitationDetail invite(InviteRequest request) {
        return open().toBuilder()
                .setUses(request.getUses())
                .setExpiresUnixMs(NOON.toEpochMilli() + request.getLifetimeMs())
                .setLink("omerta://invite/eyJp")
                .build();
    }

    @Override
    public List<InvitationDetail> list(String network) {
        InvitationDetail used = open().toBuilder()
                .setId("cd".repeat(8))
                .setUses(1)
                .addUsedBy(PROVIDER)
                .setState("used up")
                .build();
        return List.of(open(), used);
    }

    @Override
    public InvitationDetail revoke(String reference) {
        return open().toBuilder().setState("revoked").build();
    }

    private static InvitationDetail open() {
        return InvitationDetail.newBuilder()
                .setId("ab".repeat(8))
                .setNetworkId("ab".repeat(32))
                .setNetworkName("My Team")
                .setCreatedUnixMs(NOON.toEpochMilli())
                .setExpiresUnixMs(NOON.plusSeconds(86_400).toEpochMilli())
                .setUses(5)
                .setState("open")
                .build();
    }
}
