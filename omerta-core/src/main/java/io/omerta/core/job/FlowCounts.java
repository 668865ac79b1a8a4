package io.omerta.core.job;

import java.util.List;

/**
 * What a job's VM asked of its requester's hub.
 *
 * @param allowed connections, and exchanges of datagrams, that the policy let through
 * @param refused those that it did not
 * @param namesTold questions for names that were answered with addresses
 * @param namesRefused those that were not
 * @param refusals the first ones that differ, at most {@link #MOST_REFUSALS}, a clause each; from the guest, unprintable
 *     characters and all
 */
public record FlowCounts(long allowed, long refused, long namesTold, long namesRefused, List<String> refusals) {
    public static final int MOST_REFUSALS = 10;
    public static final int LONGEST_REFUSAL = 400;
    public static final FlowCounts NOTHING = new FlowCounts(0, 0, 0, 0, List.of());

    public FlowCounts {
        refusals = List.copyOf(refusals);
        if ((allowed | refused | namesTold | namesRefused) < 0) {
            throw new IllegalArgumentException("flow counts: below zero");
        }
        if (refusals.size() > MOST_REFUSALS) {
            throw new IllegalArgumentException(
                    "flow counts: " + refusals.size() + " refusals, at most " + MOST_REFUSALS);
        }
        if (refusals.stream().anyMatch(refusal -> refusal.length() > LONGEST_REFUSAL)) {
            throw new IllegalArgumentException("flow counts: a refusal is longer than " + LONGEST_REFUSAL);
        }
    }
}
