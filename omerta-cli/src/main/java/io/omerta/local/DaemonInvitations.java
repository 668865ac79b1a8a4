package io.omerta.local;

import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InviteRequest;
import java.util.List;

/** What the daemon does about invitations; as {@link DaemonOperations}. */
public interface DaemonInvitations {
    InvitationDetail invite(InviteRequest request);

    /** @param network a reference; empty for all */
    List<InvitationDetail> list(String network);

    /** @param reference the beginning of its id */
    InvitationDetail revoke(String reference);
}
