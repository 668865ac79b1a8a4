package io.omerta.network.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Stands in for the network between the two ends of a path, in virtual time: messages take a while, are lost or doubled as the
 * test says, and the requester is behind a NAT that can change its mapping.
 */
final class StandInNetwork {
    static final InetAddress REQUESTER = InetAddress.ofLiteral("198.51.100.7");
    static final InetSocketAddress PROVIDER = new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 4_000);
    static final int SOUGHT_ID = 0x1111;
    static final int OFFERED_ID = 0x2222;

    private final SplittableRandom random = new SplittableRandom(7);
    final SoughtPath sought = new SoughtPath(SOUGHT_ID, OFFERED_ID, () -> Challenge.fresh(random), Duration.ZERO);
    final OfferedPath offered = new OfferedPath(REQUESTER, () -> Challenge.fresh(random));

    /** Each way. */
    Duration delay = Duration.ofMillis(20);

    double loss;
    boolean toProviderCut;
    boolean toRequesterCut;
    /** The requester tells by the stream when it has lost the path. */
    boolean streamWorks = true;

    InetSocketAddress mapping = new InetSocketAddress(REQUESTER, 50_000);

    final List<PathStep> steps = new ArrayList<>();
    int sentToProvider;
    int sentToRequester;
    private Duration now = Duration.ZERO;
    private long order;
    private final PriorityQueue<Arrival> onTheWay = new PriorityQueue<>();

    private record Arrival(Duration at, long order, Runnable delivery) implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    Duration now() {
        return now;
    }

    /** Datagrams are sent all the time. */
    void runUsed(Duration howLong) {
        Duration end = now.plus(howLong);
        while (now.compareTo(end) < 0) {
            var _ = sought.use();
            run(Duration.ofMillis(10));
        }
    }

    void run(Duration howLong) {
        Duration end = now.plus(howLong);
        while (true) {
            Duration next = sought.deadline();
            if (!onTheWay.isEmpty() && onTheWay.element().at().compareTo(next) <= 0) {
                next = onTheWay.element().at();
            }
            if (next.compareTo(end) > 0) {
                now = end;
                return;
            }
            now = next.compareTo(now) > 0 ? next : now;
            turn();
        }
    }

    private void turn() {
        if (!onTheWay.isEmpty() && onTheWay.element().at().compareTo(now) <= 0) {
            onTheWay.remove().delivery().run();
        } else {
            perform(sought.tick(now));
        }
    }

    private void perform(List<PathStep> due) {
        steps.addAll(due);
        for (PathStep step : due) {
            switch (step) {
                case PathStep.Send send -> toProvider(send.proof());
                case PathStep.Proven _ -> {}
                case PathStep.Lost _ -> {
                    if (streamWorks) {
                        later(offered::lost);
                    }
                }
            }
        }
    }

    private void toProvider(Proof proof) {
        sentToProvider++;
        InetSocketAddress from = mapping;
        if (!toProviderCut && random.nextDouble() >= loss) {
            later(() -> toRequester(from, offered.on(now, from, proof)));
        }
    }

    private void toRequester(InetSocketAddress to, Optional<Proof> reply) {
        if (reply.isEmpty()) {
            return;
        }
        sentToRequester++;
        if (!toRequesterCut && random.nextDouble() >= loss && to.equals(mapping)) {
            later(() -> perform(sought.on(now, reply.get())));
        }
    }

    private void later(Runnable delivery) {
        onTheWay.add(new Arrival(now.plus(delay), order++, delivery));
    }

    /** Whether the provider sends datagrams this way now, and they arrive. */
    boolean providerSends() {
        return providersWay().filter(mapping::equals).isPresent();
    }

    Optional<InetSocketAddress> providersWay() {
        return offered.way().filter(way -> now.compareTo(way.until()) < 0).map(OfferedPath.Way::address);
    }

    long losses() {
        return steps.stream().filter(PathStep.Lost.class::isInstance).count();
    }
}
