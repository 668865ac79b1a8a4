package io.omerta.network.dht;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one path of a lookup knows: nodes by their distance to the target, and how far it got with each. */
final class LookupPath {
    // By address too: who names a node where it is not must not keep it from being asked where it is.
    private final TreeMap<Contact, Candidate> candidates;
    private final int wanted;
    private final int perSubnet;
    private int waiting;

    /**
     * @param wanted it ends when so many have answered, and no nearer ones are known; so many of different owners, as far as their
     *     addresses tell, and so many in all
     * @param perSubnet of one public subnet so many are taken for different owners, at most
     */
    LookupPath(NodeId target, int wanted, int perSubnet) {
        this.candidates = new TreeMap<>((one, two) -> {
            int order = target.compareDistance(one.id(), two.id());
            return order == 0 ? one.address().compareTo(two.address()) : order;
        });
        this.wanted = wanted;
        this.perSubnet = perSubnet;
    }

    /** The one that was named first counts, unless who named it is not believed. */
    void add(Candidate candidate) {
        Candidate known = candidates.putIfAbsent(candidate.contact, candidate);
        if (known != null && known.state == Candidate.State.FRESH && !known.teller.isBelieved()) {
            candidates.put(candidate.contact, candidate);
        } else if (known != null) {
            known.isExplored |= candidate.isExplored;
        }
    }

    /** It takes the place of what is known about it. */
    void replace(Candidate candidate) {
        candidates.put(candidate.contact, candidate);
    }

    void remove(Candidate candidate) {
        candidates.remove(candidate.contact, candidate);
    }

    Collection<Candidate> all() {
        return candidates.values();
    }

    /** How many were asked on this path and are waited for with patience. */
    int waiting() {
        return waiting;
    }

    void asked(Candidate candidate) {
        candidate.state = Candidate.State.ASKED;
        waiting++;
    }

    void settled(Candidate candidate, Candidate.State state) {
        waiting -= candidate.state == Candidate.State.ASKED ? 1 : 0;
        candidate.state = state;
    }

    /** Whom to ask next; null while there is nobody. */
    @Nullable
    Candidate next() {
        Nearest good = new Nearest(wanted, perSubnet);
        NodeId last = null;
        for (Candidate candidate : candidates.values()) {
            boolean repeats = last != null && last.equals(candidate.contact.id());
            if (candidate.mayBeAsked() && !repeats && (good.wants(candidate.contact) || candidate.isExplored)) {
                return candidate;
            }
            if (candidate.state == Candidate.State.ASKED || candidate.state == Candidate.State.ANSWERED) {
                good.take(candidate.contact);
                last = candidate.contact.id();
            }
        }
        return null;
    }

    /** @param patient waits for those too that take longer than usual */
    boolean isEnded(boolean patient) {
        Nearest good = new Nearest(wanted, perSubnet);
        NodeId last = null;
        for (Candidate candidate : candidates.values()) {
            boolean repeats = last != null && last.equals(candidate.contact.id());
            boolean open = candidate.mayBeAsked()
                    || candidate.state == Candidate.State.ASKED
                    || (patient && candidate.state == Candidate.State.STALLED);
            if (open && !repeats && (good.wants(candidate.contact) || candidate.isExplored)) {
                return false;
            }
            if (candidate.state == Candidate.State.ANSWERED) {
                good.take(candidate.contact);
                last = candidate.contact.id();
            }
        }
        return true;
    }
}
