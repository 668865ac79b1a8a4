package io.omerta.daemon;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.Resources;
import io.omerta.proto.local.GpuStatus;
import io.omerta.vm.gpu.CardProblem;
import io.omerta.vm.gpu.GraphicsCards;
import io.omerta.vm.image.GuestImage;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The graphics cards that the owner lends: as long as there is an image that can do something with them. */
record LentGpus(GraphicsCards cards) {
    private static final Logger LOG = LoggerFactory.getLogger(LentGpus.class);

    /** @param memoryBytes that are lent */
    static LentGpus find(Configuration.Lending lending, long memoryBytes) {
        GraphicsCards cards =
                lending.enabled() ? GraphicsCards.ofHost(lending.gpus(), memoryBytes) : GraphicsCards.none();
        for (CardProblem problem : cards.problems()) {
            LOG.warn("the GPU {} is not lent: it {}", problem.card(), problem.reason());
        }
        return new LentGpus(cards);
    }

    Resources announced(Resources resources, List<GuestImage> images) {
        return hasDrivers(images) ? resources : resources.withGpus(0);
    }

    /** Each of those that the owner has named. */
    List<GpuStatus> status(List<GuestImage> images) {
        List<GpuStatus> all = new ArrayList<>();
        cards.usable().forEach(card -> {
            GpuStatus.Builder status =
                    GpuStatus.newBuilder().setAddress(card.address().text());
            if (!hasDrivers(images)) {
                status.setProblem("has no driver in any guest image").setHint("omerta image build --gpu");
            }
            all.add(status.build());
        });
        for (CardProblem problem : cards.problems()) {
            all.add(GpuStatus.newBuilder()
                    .setAddress(problem.card().text())
                    .setProblem(problem.reason())
                    .setHint(problem.hint() + "; then restart omertad")
                    .build());
        }
        return all;
    }

    private static boolean hasDrivers(List<GuestImage> images) {
        return images.stream().anyMatch(image -> !image.drivers().isEmpty());
    }
}
