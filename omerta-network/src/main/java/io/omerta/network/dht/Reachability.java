package io.omerta.network.dht;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether everybody reaches this node, or only those to whom it has sent, through the hole that this makes in a NAT or a firewall.
 * Others find out for it: asked to, they answer from another port as well. A node that is not known to be reached says so in
 * what it sends, and is put into no table and named to nobody; it finds others, and its records are found, as anybody's.
 *
 * <p>Known apart for the internet and for the own site. A NAT that lets in whatever comes from a host to which was sent, from any
 * port (RFC 4787, section 5, address-dependent filtering), is taken for none.
 */
final class Reachability {
    private static final int ASKED_AT_LEAST = 3;
    private static final int ASKED_AT_MOST = 8;
    /** An answer may overtake what was sent before it. */
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();

    private static final long AGAIN_HIDDEN = Duration.ofMinutes(5).toNanos();
    private static final long AGAIN_REACHED = Duration.ofMinutes(30).toNanos();
    private static final int MOST_REMEMBERED = 16;

    /** As seen from the internet, or from the own site. */
    private static final class Side {
        private boolean reached;
        /** Nobody can tell. */
        private boolean assumed;

        private int asked;
        /** Answers whose knock has not come. */
        private int silent;

        private long silentSince;
        /** Nobody is asked until then. */
        private long again;

        private boolean waits;

        boolean isReached(long now) {
            return silent == 0 ? reached || assumed : reached && !isSilent(ASKED_AT_LEAST, now);
        }

        boolean isSilent(int least, long now) {
            return silent >= least && now - silentSince >= PATIENCE;
        }

        boolean asks(long now) {
            if (waits && now - again >= 0) {
                reached = isReached(now);
                assumed = false;
                asked = 0;
                silent = 0;
                waits = false;
            }
            return !waits;
        }

        void pause(long until) {
            waits = true;
            again = until;
        }
    }

    /** It leaves: whoever reaches it still is not to count on it. */
    private boolean withdrawn;

    private final Side internet = new Side();
    private final Side site = new Side();
    /** Where the last requests went that asked for a knock, by transaction. */
    private final Map<Long, NodeAddress> asked = new LinkedHashMap<>(4) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, NodeAddress> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private Side side(NodeAddress address) {
        return AddressRules.isPublic(address) ? internet : site;
    }

    /** Whether a request to that address asks for a knock; if so, it is one more that did. */
    boolean asks(NodeAddress to, long transaction, long now) {
        Side side = side(to);
        if (!side.asks(now)) {
            return false;
        }
        asked.put(transaction, to);
        side.asked++;
        if (side.asked >= ASKED_AT_MOST) {
            side.pause(now + AGAIN_HIDDEN);
        }
        return true;
    }

    /** An answer to a request that asked for one. */
    void answered(NodeAddress from, long transaction, boolean knocked, long now) {
        Side side = side(from);
        if (!knocked) {
            side.assumed = true;
        } else if (asked.containsKey(transaction)) {
            side.silentSince = side.silent == 0 ? now : side.silentSince;
            side.silent++;
        }
    }

    /**
     * A knock has come: right, if it is of one who was asked, from the same host and another port.
     *
     * @return whether this node was not known to be reached until now
     */
    boolean knocked(NodeAddress from, long transaction, long now) {
        NodeAddress to = asked.get(transaction);
        if (to == null || !to.isSameHost(from) || to.port() == from.port()) {
            return false;
        }
        asked.remove(transaction);
        Side side = side(from);
        boolean isNew = !side.isReached(now);
        side.reached = true;
        side.silent = 0;
        side.pause(now + AGAIN_REACHED);
        return isNew;
    }

    /** From now on it says that it is not to be put into a table. */
    void withdraw() {
        withdrawn = true;
    }

    /** Whether a request says that this node is not to be put into a table: not as long as it does not know better. */
    boolean isHiddenAsking(NodeAddress to, long now) {
        return withdrawn || !side(to).isReached(now);
    }

    /** Whether an answer says so: whoever asks has come here without a hole, unless it is known that nobody does. */
    boolean isHiddenAnswering(NodeAddress to, long now) {
        Side side = side(to);
        return withdrawn || (!side.isReached(now) && side.isSilent(1, now));
    }
}
