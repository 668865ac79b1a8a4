package io.omerta.network.dht;

/** What a node knows about another one. */
final class KnownNode {
    private final Contact contact;
    private final NodeId id;
    /** It has shown that its id is its own, from this address. */
    boolean proven;

    private long token;
    private long tokenAt;
    /** Of its answers; 0 if none was measured. */
    long roundTripNanos;

    long knownSince;
    long heardAt;
    int failures;

    KnownNode(Contact contact) {
        this.contact = contact;
        this.id = contact.id();
    }

    Contact contact() {
        return contact;
    }

    NodeId id() {
        return id;
    }

    /** @param given for our address, good for {@link AddressTokens#GOOD_NANOS} at least; 0 for none */
    void token(long given, long now) {
        if (given != 0) {
            token = given;
            tokenAt = now;
        }
    }

    /** What it gave to us; 0 for none that it would still know. */
    long token(long now) {
        return now - tokenAt < AddressTokens.GOOD_NANOS ? token : 0;
    }

    void answered(long now, long nanos) {
        // As TCP smooths its own (RFC 6298, section 2).
        roundTripNanos = roundTripNanos == 0 ? nanos : roundTripNanos + (nanos - roundTripNanos) / 8;
        knownSince = knownSince == 0 ? now : knownSince;
        heardAt = now;
        failures = 0;
    }
}
