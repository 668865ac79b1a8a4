package io.omerta.bench.idle;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.network.discovery.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All other members: each on a public address in a subnet of its own, every fifth lends. */
final class Crowd implements AutoCloseable {
    private static final int FIRST_ADDRESS = 11 << 24;
    private static final int LENDS = 5;
    private static final int BOOTSTRAP_PEERS = 3;
    private static final long GIBIBYTE = 1L << 30;

    /** Between two that come. */
    private static final Duration PACE = Duration.ofMillis(300);

    private final SecureRandom random = new SecureRandom();
    private final Path files;
    private final List<OtherMember> members = new ArrayList<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("crowd").factory());

    /** @param files an empty folder of this object's */
    Crowd(Path files) {
        this.files = files;
    }

    /** They join one after the other, as many as that. */
    void join(Network network, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            List<Endpoint> known = new ArrayList<>(network.bootstrapPeers());
            for (int j = 0; j < Math.min(BOOTSTRAP_PEERS, members.size()); j++) {
                known.add(members.get(random.nextInt(members.size())).endpoint());
            }
            members.add(new OtherMember(
                    address(i),
                    network.withBootstrapPeers(
                            known.reversed().stream().limit(BOOTSTRAP_PEERS).toList()),
                    offer(i),
                    files.resolve(i + ".json"),
                    random));
            if (members.size() % 100 == 0) {
                System.err.println(members.size() + " others are there");
            }
            Thread.sleep(PACE);
        }
    }

    private static String address(int i) {
        int address = FIRST_ADDRESS + ((i + 1) << 8) + 1;
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    private static Offer offer(int i) {
        boolean lends = i % LENDS == 0;
        int size = 1 << (i / LENDS % 4);
        Resources capacity =
                lends ? new Resources(2 * size, 4L * size * GIBIBYTE, 20L * size * GIBIBYTE) : Resources.NONE;
        // Who does not lend may have an image nevertheless.
        List<ImageDigest> images = List.of(new ImageDigest("sha256:" + "0f".repeat(32)));
        return new Offer("0.1.0", lends, capacity, capacity, List.of("bash", "python", "sh"), images, 0);
    }

    /** Each announces itself once at any time within that one: not all at once, as they have come and would go on. */
    void announceWithin(Duration time) {
        for (OtherMember member : members) {
            var _ = later.schedule(member::announceNow, random.nextLong(time.toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
