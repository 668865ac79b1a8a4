package io.omerta.core.reputation;

/**
 * What a peer did, as far as it counts.
 *
 * <p>The points are chosen so that from 50, the start, one failure leaves a peer where others go before it (40), three put it
 * where it gets jobs only when nobody else can take them (20), and a failure takes five good jobs to be made up for. The
 * limits say how much all of one kind can count at most.
 */
public enum Deed {
    /** Twenty of them within a few days are as much as can be earned: more says nothing new. */
    RAN_A_JOB(Role.PROVIDER, 2, 40, "ran a job of this machine to its end"),

    FAILED_A_JOB(Role.PROVIDER, -10, 100, "took a job of this machine and failed it"),

    /** Less than a failure, for it may have been the line of this machine: five put a peer below 25. */
    LOST_A_JOB(Role.PROVIDER, -6, 100, "took a job of this machine and was not heard of again"),

    /** No accident of an honest machine, but of one that speaks a later version, perhaps: the second one is what tells. */
    TOLD_NONSENSE(Role.PROVIDER, -20, 100, "told of a job of this machine what cannot be true"),

    /** To have jobs run costs a requester nothing: it could buy off anything if that counted for much. */
    HAD_A_JOB(Role.REQUESTER, 1, 10, "had a job run here that ended by itself"),

    /** Laptops are closed. It never puts a peer below 25 by itself. */
    LEFT_A_JOB(Role.REQUESTER, -2, 20, "fell silent while a job of it was here"),

    /** The gate has never refused a frame of an honest guest: one is enough. */
    HAD_A_ROGUE_JOB(Role.REQUESTER, -30, 100, "had a job here that tried to get past its tunnel");

    private final Role role;
    private final double points;
    private final double limit;
    private final String sentence;

    Deed(Role role, double points, double limit, String sentence) {
        this.role = role;
        this.points = points;
        this.limit = limit;
        this.sentence = sentence;
    }

    /** What the peer was to this machine. */
    public Role role() {
        return role;
    }

    /** For one that was seen just now; not 0. */
    public double points() {
        return points;
    }

    /** What all of this kind count for, given their sum. */
    double limited(double sum) {
        return Math.clamp(sum, -limit, limit);
    }

    /** Goes on after the peer's name. */
    public String sentence() {
        return sentence;
    }
}
