package io.omerta.local;

import io.omerta.proto.local.LeaveNetworkResponse;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import java.util.List;

/** What the daemon does about networks; as {@link DaemonOperations}. A reference is a name, an id or the beginning of one. */
public interface DaemonNetworks {
    NetworkDetail create(String name);

    /** @param joinKey a link */
    NetworkDetail join(String joinKey);

    List<NetworkDetail> list();

    NetworkDetail show(String reference);

    LeaveNetworkResponse leave(String reference);

    /** @param name known to this machine only */
    NetworkDetail rename(String reference, String name);

    NetworkDetail pause(String reference);

    NetworkDetail resume(String reference);

    RotateNetworkResponse rotate(RotateNetworkRequest request);

    /** @param reference empty for all */
    List<Peer> peers(String reference);
}
