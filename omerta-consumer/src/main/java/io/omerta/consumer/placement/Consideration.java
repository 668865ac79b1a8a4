package io.omerta.consumer.placement;

/**
 * A peer that was considered for a job, and what came of it.
 *
 * @param remark what its reputation had to do with its place in the order; empty where it had nothing
 */
public record Consideration(ProviderOffer offer, Opinion opinion, String remark) {
    public Consideration(ProviderOffer offer, Opinion opinion) {
        this(offer, opinion, "");
    }

    /** One line: "moss-otter: has 4 CPUs, 64 asked". */
    public String line() {
        return offer.name() + ": " + opinion.why() + (remark.isEmpty() ? "" : " (" + remark + ")");
    }

    public Consideration with(Opinion other) {
        return new Consideration(offer, other, remark);
    }
}
