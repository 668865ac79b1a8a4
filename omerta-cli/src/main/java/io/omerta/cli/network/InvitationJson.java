package io.omerta.cli.network;

import io.omerta.console.Json;
import io.omerta.proto.local.InvitationDetail;

/** An invitation in JSON, and its short name. */
final class InvitationJson {
    private static final int SHORT_ID = 8;

    private InvitationJson() {}

    static String shortId(InvitationDetail invitation) {
        return invitation
                .getId()
                .substring(0, Math.min(SHORT_ID, invitation.getId().length()));
    }

    static Json fill(Json json, InvitationDetail invitation) {
        return json.put("id", invitation.getId())
                .put("network_id", invitation.getNetworkId())
                .put("network_name", invitation.getNetworkName())
                .putTime("created_at", invitation.getCreatedUnixMs())
                .putTime("expires_at", invitation.getExpiresUnixMs())
                .put("uses", invitation.getUses())
                .putStrings("used_by", invitation.getUsedByList())
                .put("state", invitation.getState());
    }
}
