package io.omerta.network.dht;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one path of a lookup knows: nodes by their distance to the target, and how far it got with each. */
final class LookupPath {
    // An array, and not a tree: after each answer it is read from the beginning, as far as somebody may be asked.
    private final List<Candidate> candidates = new ArrayList<>(64);
    private final Comparator<Candidate> order;
    private final Wanted wanted;
    private int waiting;
    /** At most so many are to be explored, and have neither answered nor failed. */
    private int exploring;
    /** It was found that nobody is to be asked next, and nothing has happened since. */
    private boolean hasNobody;

    /** @param wanted it ends when so many have answered, and no nearer ones are known */
    LookupPath(Wanted wanted) {
        // By address too: who names a node where it is not must not keep it from being asked where it is.
        this.order = (one, two) -> {
            int nearer = wanted.point().compareDistance(one.contact.id(), two.contact.id());
            return nearer == 0 ? one.contact.address().compareTo(two.contact.address()) : nearer;
        };
        this.wanted = wanted;
    }

    /** The one that was named first counts, unless who named it is not believed. */
    void add(Candidate candidate) {
        hasNobody = false;
        int place = place(candidate);
        if (place < 0) {
            candidates.add(-place - 1, candidate);
            exploring += isExploring(candidate) ? 1 : 0;
            return;
        }
        Candidate known = candidates.get(place);
        if (known.state == Candidate.State.FRESH && !known.teller.isBelieved()) {
            put(place, candidate);
        } else if (candidate.isExplored && !known.isExplored) {
            known.isExplored = true;
            exploring += isExploring(known) ? 1 : 0;
        }
    }

    /** It takes the place of what is known about it. */
    void replace(Candidate candidate) {
        int place = place(candidate);
        if (place < 0) {
            add(candidate);
        } else {
            put(place, candidate);
        }
    }

    private void put(int place, Candidate candidate) {
        Candidate known = candidates.set(place, candidate);
        exploring += (isExploring(candidate) ? 1 : 0) - (isExploring(known) ? 1 : 0);
        hasNobody = false;
    }

    void remove(Candidate candidate) {
        int place = place(candidate);
        if (place >= 0 && candidates.get(place) == candidate) {
            candidates.remove(place);
            exploring -= isExploring(candidate) ? 1 : 0;
            hasNobody = false;
        }
    }

    /** As {@link Collections#binarySearch}. */
    private int place(Candidate candidate) {
        return Collections.binarySearch(candidates, candidate, order);
    }

    private static boolean isExploring(Candidate candidate) {
        return candidate.isExplored && candidate.isOpen();
    }

    List<Candidate> all() {
        return candidates;
    }

    /** How many were asked on this path and are waited for with patience. */
    int waiting() {
        return waiting;
    }

    void asked(Candidate candidate) {
        candidate.state = Candidate.State.ASKED;
        waiting++;
        hasNobody = false;
    }

    void settled(Candidate candidate, Candidate.State state) {
        boolean wasExploring = isExploring(candidate);
        waiting -= candidate.state == Candidate.State.ASKED ? 1 : 0;
        candidate.state = state;
        exploring -= wasExploring && !candidate.isOpen() ? 1 : 0;
        hasNobody = false;
    }

    /** One of its candidates was settled on the path on which it was asked. */
    void settledElsewhere() {
        hasNobody = false;
    }

    /** Whom to ask next; null while there is nobody. */
    @Nullable
    Candidate next() {
        Candidate next = hasNobody ? null : search();
        hasNobody = next == null;
        return next;
    }

    private @Nullable Candidate search() {
        Nearest good = new Nearest(wanted);
        NodeId last = null;
        for (Candidate candidate : candidates) {
            if (exploring == 0 && good.isFull(candidate.contact.id())) {
                break;
            }
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
        Nearest good = new Nearest(wanted);
        NodeId last = null;
        for (Candidate candidate : candidates) {
            if (exploring == 0 && good.isFull(candidate.contact.id())) {
                break;
            }
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
