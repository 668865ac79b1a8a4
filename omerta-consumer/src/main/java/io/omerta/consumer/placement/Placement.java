package io.omerta.consumer.placement;

import io.omerta.core.job.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges peers for a job. Those that can take it come first, in the order in which they are to be asked: others that have
 * room now, this machine if it has, others that will have room, this machine.
 */
public final class Placement {
    private static final Comparator<Consideration> BEST_FIRST = Comparator.comparingInt(Placement::rank)
            .thenComparingInt(judged -> judged.offer().queuedJobs())
            .thenComparingInt(judged -> -judged.offer().available().cpus())
            .thenComparingLong(judged -> -judged.offer().available().memoryBytes())
            .thenComparing(judged -> judged.offer().peer());

    private Placement() {}

    /** Each peer, with an opinion; {@link Opinion.Fits} first, best first. */
    public static List<Consideration> judge(Demand demand, List<ProviderOffer> offers) {
        List<Consideration> judged = new ArrayList<>();
        for (ProviderOffer offer : offers) {
            judged.add(new Consideration(offer, opinion(demand, offer)));
        }
        judged.sort(BEST_FIRST);
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
        } else if (demand.image().isPresent()
                && !offer.images().contains(demand.image().get())) {
            return new Opinion.NoImage(demand.image().get());
        } else if (demand.language().isPresent()
                && !offer.languages().contains(demand.language().get())) {
            return new Opinion.NoLanguage(demand.language().get());
        }
        return new Opinion.Fits(asked.fitsIn(offer.available()));
    }

    private static int rank(Consideration judged) {
        boolean own = judged.offer().own();
        return switch (judged.opinion()) {
            case Opinion.Fits fits when fits.now() -> own ? 1 : 0;
            case Opinion.Fits _ -> own ? 3 : 2;
            default -> own ? 5 : 4;
        };
    }
}
