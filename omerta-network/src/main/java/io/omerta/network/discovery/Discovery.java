package io.omerta.network.discovery;

import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import java.util.List;
import java.util.Optional;

/** Who is there in the networks of this machine. Safe for use by several threads. */
public interface Discovery extends AutoCloseable {
    /** Takes part in a network: looks for its members and announces this machine, at once and from then on. */
    void join(Network network);

    /**
     * Says farewell and forgets the network. To be called while the membership still stands; takes two seconds at most.
     * Nothing happens if this machine is not in it.
     */
    void leave(NetworkId network);

    /** As {@link #leave}, for a network that this machine may take part in again: whom it knows there is remembered. */
    void pause(NetworkId network);

    /**
     * This machine first, then the others by peer id; empty if this machine is not in that network. Looks for them and asks those
     * that were not heard from lately: takes a moment, at most a second.
     */
    List<Member> members(NetworkId network);

    /** As {@link #members}, with nobody asked: who is up may not be known to be. Answers at once. */
    List<Member> known(NetworkId network);

    /**
     * As {@link #members}, where that would be many: those among them that may be of use are looked for, some of them if there are
     * many.
     */
    List<Member> lenders(NetworkId network, Need need);

    /** Whether others refuse what this machine says of itself for the time that it bears. */
    Optional<ClockProblem> clockProblem(NetworkId network);

    /** What this machine lends has changed: tells the others at once, though not more than once a second. */
    void refresh();

    /** Says farewell in all networks and stops; takes a few seconds at most. Idempotent. */
    @Override
    void close();
}
