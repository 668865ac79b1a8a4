package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.Identity;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import io.omerta.network.dht.NodeId;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SearchTermsTest {
    private static final ImageDigest IMAGE = new ImageDigest("sha256:" + "0f".repeat(32));
    private static final Resources SMALL = new Resources(2, 1L << 30, 1L << 30);

    @Test
    void offer_isFoundByAllThatItHas() {
        Offer offer = Announcements.of(Identity.generate(new SecureRandom()), Announcements.NOW)
                .offer();

        assertThat(SearchTerms.of(offer))
                .containsExactlyInAnyOrder("member", "lending", "language:bash", "image:" + "0f".repeat(32));
        assertThat(SearchTerms.of(
                        new Offer("1", false, offer.capacity(), Resources.NONE, offer.languages(), offer.images(), 0)))
                .containsExactly("member");
    }

    @Test
    void amounts_areSaidWhereTheyAreLookedFor() {
        Resources large = new Resources(20, 40L << 30, 1L << 30);
        Offer offer = new Offer("1", true, large, large, List.of(), List.of(), 0);

        assertThat(SearchTerms.of(offer)).containsExactlyInAnyOrder("member", "lending", "cpus:16", "memory:32768");
        assertThat(SearchTerms.toFind(new Need(new Resources(16, 1, 0), Optional.empty(), Optional.empty())))
                .contains("cpus:16");
        assertThat(SearchTerms.toFind(new Need(new Resources(1, 32L << 30, 0), Optional.empty(), Optional.empty())))
                .contains("memory:32768");
    }

    @Test
    void offerWithGraphicsCards_isFoundByThem() {
        Offer offer = Announcements.of(Identity.generate(new SecureRandom()), Announcements.NOW)
                .offer();
        for (int gpus = 1; gpus <= 20; gpus++) {
            Offer with =
                    new Offer("1", true, offer.capacity().withGpus(gpus), offer.available(), List.of(), List.of(), 0);
            for (int asked = 1; asked <= Math.min(gpus, 16); asked++) {
                assertThat(SearchTerms.toFind(new Need(SMALL.withGpus(asked), Optional.empty(), Optional.empty())))
                        .as("%d asked, %d lent", asked, gpus)
                        .containsAnyElementsOf(SearchTerms.of(with));
            }
        }
    }

    @Test
    void need_isLookedForByWhatFewestHave() {
        assertThat(SearchTerms.toFind(new Need(SMALL, Optional.empty(), Optional.empty())))
                .containsExactly("lending");
        assertThat(SearchTerms.toFind(new Need(SMALL, Optional.of("python"), Optional.empty())))
                .containsExactly("language:python");
        assertThat(SearchTerms.toFind(new Need(SMALL, Optional.of("python"), Optional.of(IMAGE))))
                .containsExactly("image:" + "0f".repeat(32));
        assertThat(SearchTerms.toFind(new Need(new Resources(100, 1, 0), Optional.of("python"), Optional.empty())))
                .containsExactly("cpus:64", "cpus:128", "cpus:256", "cpus:512", "cpus:1024");
        assertThat(SearchTerms.toFind(new Need(new Resources(1, 5L << 40, 0), Optional.empty(), Optional.empty())))
                .containsExactly("memory:4194304", "memory:8388608");
        assertThat(SearchTerms.toFind(new Need(SMALL.withGpus(3), Optional.of("python"), Optional.empty())))
                .containsExactly("gpus:2", "gpus:4", "gpus:8", "gpus:16");
    }

    @Test
    void shards_ofALargeNetwork_shareTheLoadOfATerm() {
        Random random = new Random(1);
        int level = Shard.level(4_000);
        Set<NodeId> keys = new HashSet<>();
        for (int i = 0; i < 4_000; i++) {
            keys.add(Shard.of("lending", level, NodeId.random(random)).key());
        }

        assertThat(level).isEqualTo(7);
        assertThat(keys).hasSize(128);
        assertThat(List.of(Shard.level(1), Shard.level(32), Shard.level(33), Shard.level(1e9)))
                .containsExactly(0, 0, 1, 24);
    }
}
