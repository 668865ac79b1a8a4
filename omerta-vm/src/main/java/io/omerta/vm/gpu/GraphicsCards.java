package io.omerta.vm.gpu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.config.PciAddress;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The cards of this host, and those that nobody has. Any thread may call. */
public final class GraphicsCards {
    private final List<GraphicsCard> usable = new ArrayList<>();
    private final List<CardProblem> problems = new ArrayList<>();

    @GuardedBy("this")
    private final List<GraphicsCard> free;

    private GraphicsCards(CardExamination examination, List<PciAddress> named) {
        Set<Object> groups = new HashSet<>();
        for (PciAddress address : named) {
            switch (examination.of(address)) {
                case CardExamination.Unusable(CardProblem problem) -> problems.add(problem);
                case CardExamination.Usable(GraphicsCard card) when groups.add(card.group()) -> usable.add(card);
                case CardExamination.Usable(GraphicsCard card) ->
                    problems.add(new CardProblem(
                            card.address(),
                            "shares the IOMMU group " + card.group().getFileName() + " with another card that is lent",
                            "lend one of the two"));
            }
        }
        free = new ArrayList<>(usable);
    }

    public static GraphicsCards none() {
        return new GraphicsCards(CardExamination.ofHost(0), List.of());
    }

    /**
     * Looks at those of this host that the owner has named.
     *
     * @param lentMemoryBytes a machine with a card may have that much, all of which has to stay in place
     */
    public static GraphicsCards ofHost(List<PciAddress> named, long lentMemoryBytes) {
        return of(CardExamination.ofHost(lentMemoryBytes), named);
    }

    static GraphicsCards of(CardExamination examination, List<PciAddress> named) {
        return new GraphicsCards(examination, named);
    }

    public List<GraphicsCard> usable() {
        return List.copyOf(usable);
    }

    public List<CardProblem> problems() {
        return List.copyOf(problems);
    }

    /**
     * For one machine, until {@link #giveBack}.
     *
     * @throws OmertaException if fewer are free
     */
    public synchronized List<GraphicsCard> take(int count) {
        if (count > free.size()) {
            throw new OmertaException(
                    ErrorCode.INTERNAL,
                    "could not start the virtual machine: " + free.size() + " of " + count + " GPUs are free",
                    "omerta status");
        }
        List<GraphicsCard> head = free.subList(0, count);
        List<GraphicsCard> taken = List.copyOf(head);
        head.clear();
        return taken;
    }

    /** Of those that were taken: no machine has them any more. */
    public synchronized void giveBack(List<GraphicsCard> cards) {
        free.addAll(cards);
    }
}
