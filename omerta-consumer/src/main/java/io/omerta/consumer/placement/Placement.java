package io.omerta.consumer.placement;

import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Resources;
import io.omerta.core.reputation.Reputation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Judges peers for a job. Those that can take it come first, in the order in which they are to be asked: others that have
 * room now, this machine if it has, others that will have room, this machine, and last those of poor reputation. Of several
 * alike the one with the better reputation is asked first.
 */
public final class Placement {
    /** Who has a lower one is asked only when there is nobody else: three failures in a row lead there. */
    public static final int POOR_REPUTATION = 25;

    /** Smaller differences say nothing: then who has more room is better, and not one gets every job. */
    private static final int STEP = 10;

    private final ToIntFunction<PeerId> reputation;

    private Placement(ToIntFunction<PeerId> reputation) {
        this.reputation = reputation;
    }

    /**
     * Each peer, with an opinion; {@link Opinion.Fits} first, best first.
     *
     * @param reputation of a peer, 0 to 100
     */
    public static List<Consideration> judge(
            Demand demand, List<ProviderOffer> offers, ToIntFunction<PeerId> reputation) {
        List<Consideration> judged = new ArrayList<>();
        for (ProviderOffer offer : offers) {
            judged.add(new Consideration(offer, opinion(demand, offer)));
        }
        judged.sort(new Placement(_ -> Reputation.START).bestFirst());
        Map<PeerId, Integer> otherwise = new HashMap<>();
        judged.forEach(one -> otherwise.put(one.offer().peer(), otherwise.size()));
        Placement placement = new Placement(reputation);
        judged.sort(placement.bestFirst());
        for (int i = 0; i < judged.size(); i++) {
            Consideration one = judged.get(i);
            int places = otherwise.getOrDefault(one.offer().peer(), i) - i;
            judged.set(i, new Consideration(one.offer(), one.opinion(), placement.remark(one, places)));
        }
        return List.copyOf(judged);
    }

    private static Opinion opinion(Demand demand, ProviderOffer offer) {
        Resources asked = demand.resources();
        Resources capacity = offer.capacity();
        if (!offer.up()) {
            return new Opinion.Down();
        } else if (!offer.lending()) {
            return new Opinion.NotLending();
        } else if (capacity.cpus() < asked.cpus()) {
            return new Opinion.TooFewCpus(capacity.cpus(), asked.cpus());
        } else if (capacity.memoryBytes() < asked.memoryBytes()) {
            return new Opinion.TooLittleMemory(capacity.memoryBytes(), asked.memoryBytes());
        } else if (capacity.diskBytes() < asked.diskBytes()) {
            return new Opinion.TooLittleDisk(capacity.diskBytes(), asked.diskBytes());
        } else if (capacity.gpus() < asked.gpus()) {
            return new Opinion.TooFewGpus(capacity.gpus(), asked.gpus());
        } else if (demand.image().isPresent()
                && !offer.images().contains(demand.image().get())) {
            return new Opinion.NoImage(demand.image().get());
        } else if (demand.language().isPresent()
                && !offer.languages().contains(demand.language().get())) {
            return new Opinion.NoLanguage(demand.language().get());
        }
        return new Opinion.Fits(asked.fitsIn(offer.available()));
    }

    private Comparator<Consideration> bestFirst() {
        return Comparator.comparingInt(this::rank)
                .thenComparingInt(this::step)
                .thenComparingInt(judged -> judged.offer().queuedJobs())
                .thenComparingInt(judged -> -judged.offer().available().cpus())
                .thenComparingLong(judged -> -judged.offer().available().memoryBytes())
                .thenComparing(judged -> judged.offer().peer());
    }

    private int rank(Consideration judged) {
        boolean own = judged.offer().own();
        if (!(judged.opinion() instanceof Opinion.Fits(boolean now))) {
            return own ? 7 : 6;
        }
        if (!own && reputation(judged) < POOR_REPUTATION) {
            return now ? 4 : 5;
        }
        int place = own ? 1 : 0;
        return now ? place : place + 2;
    }

    /** Less is better. What cannot take the job is not compared by it. */
    private int step(Consideration judged) {
        return isRated(judged) ? -Math.round(reputation(judged) / (float) STEP) : 0;
    }

    private int reputation(Consideration judged) {
        return reputation.applyAsInt(judged.offer().peer());
    }

    private static boolean isRated(Consideration judged) {
        return !judged.offer().own() && judged.opinion() instanceof Opinion.Fits;
    }

    /** @param places by which its reputation has brought it forward */
    private String remark(Consideration judged, int places) {
        if (places == 0 || !isRated(judged)) {
            return "";
        }
        String direction = places > 0 ? "before others" : "after others";
        return direction + " for its reputation of " + reputation(judged);
    }
}
