package io.omerta.network.discovery;

import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import java.util.List;

/** Who is there in the networks of this machine. Safe for use by several threads. */
public interface Discovery extends AutoCloseable {
    /** Takes part in a network: looks for its members and announces this machine, at once and from then on. */
    void join(Network network);

    /**
     * Says farewell and forgets the network. To be called while the membership still stands; takes two seconds at most.
     * Nothing happens if this machine is not in it.
     */
    void leave(NetworkId network);

    /** This machine first, then the others by peer id; empty if this machine is not in that network. */
    List<Member> members(NetworkId network);

    /** What this machine lends has changed: tells the others at once, though not more than once a second. */
    void refresh();

    /** Says farewell in all networks and stops; takes a few seconds at most. Idempotent. */
    @Override
    void close();
}
