package io.omerta.network.dht;

/** What a node knows about another one. */
final class KnownNode {
    private final Contact contact;
    /** It has shown that its id is its own, from this address. */
    boolean proven;
    /** What it gave to us for this address of ours; 0 for none. */
    long token;
    /** Of its answers; 0 if none was measured. */
    long roundTripNanos;

    long heardAt;
    int failures;

    KnownNode(Contact contact) {
        this.contact = contact;
    }

    Contact contact() {
        return contact;
    }

    NodeId id() {
        return contact.id();
    }

    void answered(long now, long nanos) {
        // As TCP smooths its own (RFC 6298, section 2).
        roundTripNanos = roundTripNanos == 0 ? nanos : roundTripNanos + (nanos - roundTripNanos) / 8;
        heardAt = now;
        failures = 0;
    }
}
