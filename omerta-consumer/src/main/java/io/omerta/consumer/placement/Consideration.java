package io.omerta.consumer.placement;

/** A peer that was considered for a job, and what came of it. */
public record Consideration(ProviderOffer offer, Opinion opinion) {
    /** One line: "moss-otter: has 4 CPUs, 64 asked". */
    public String line() {
        return offer.name() + ": " + opinion.why();
    }

    public Consideration with(Opinion other) {
        return new Consideration(offer, other);
    }
}
