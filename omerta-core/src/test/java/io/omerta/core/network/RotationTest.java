package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotationTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Identity CREATOR = Identity.generate(RANDOM);
    private static final PeerId BEN = Identity.generate(RANDOM).peerId();
    private static final PeerId EVE = Identity.generate(RANDOM).peerId();

    @TempDir
    Path folder;

    private final Network before = Network.create("My Team", List.of(Endpoint.of("192.0.2.1", 50_051)), NOW, RANDOM)
            .withCreatorKey(CreatorKey.of(CREATOR))
            .withSeen(List.of(BEN, EVE));
    private final NetworkKey next = NetworkKey.random(RANDOM);
    private final Rotation rotation =
            Rotation.sign(CREATOR, before.id(), next.id(), List.of(CREATOR.peerId(), BEN), NOW, LATER);

    private NetworkStore store() {
        return NetworkStore.open(folder.resolve("networks.json"));
    }

    @Test
    void text_isReadBack() {
        Rotation read = Rotation.parse(rotation.format());
        assertThat(read).isEqualTo(rotation);
        assertThat(read.members()).containsExactly(CREATOR.peerId(), BEN);
        assertThat(read.isFor(BEN)).isTrue();
        assertThat(read.isFor(EVE)).isFalse();
        assertThat(read.graceEndsAt()).isEqualTo(LATER);
    }

    @Test
    void text_alteredAnywhereOrCut_isRefused() {
        String text = rotation.format();
        byte[] content = Base64.getDecoder().decode(text.substring(0, text.indexOf('.')));
        for (int i = 0; i < content.length; i++) {
            byte[] altered = content.clone();
            altered[i] ^= 1;
            String forged = Base64.getEncoder().encodeToString(altered) + text.substring(text.indexOf('.'));
            assertThatIllegalArgumentException().isThrownBy(() -> Rotation.parse(forged));
        }
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> Rotation.parse(cut));
        }
    }

    @Test
    void rotated_keepsWhatIsLocalAndTheOldKeyForItsTime() {
        Network local = before.withName("Mine").withPaused(true);
        Network after = local.rotated(rotation, next);
        assertThat(after.id()).isEqualTo(next.id());
        assertThat(after.name()).isEqualTo("Mine");
        assertThat(after.paused()).isTrue();
        assertThat(after.creatorKey()).isEqualTo(before.creatorKey());
        assertThat(after.history().roll()).containsExactly(BEN);
        assertThat(after.lineage()).containsExactlyInAnyOrder(before.id(), after.id());
        assertThat(after.graced()).extracting(Network::key).containsExactly(before.key());
        assertThat(after.wipedAt(LATER.minusMillis(1)).graced()).hasSize(1);
        Network wiped = after.wipedAt(LATER);
        assertThat(wiped.graced()).isEmpty();
        assertThat(wiped.lineage()).isEqualTo(after.lineage());
        assertThat(wiped.history().retired().getFirst().by()).isEqualTo(CREATOR.peerId());
    }

    @Test
    void accepts_onlyWhatTheCreatorSignedForThisKeyAndThatOne() {
        assertThat(before.accepts(rotation, next)).isTrue();
        assertThat(before.accepts(rotation, NetworkKey.random(RANDOM))).isFalse();
        Identity other = Identity.generate(RANDOM);
        Rotation ofAnother = Rotation.sign(other, before.id(), next.id(), List.of(BEN), NOW, LATER);
        assertThat(before.accepts(ofAnother, next)).isFalse();
        Network elsewhere = Network.create("Other", List.of(), NOW, RANDOM).withCreatorKey(CreatorKey.of(CREATOR));
        assertThat(elsewhere.accepts(rotation, next)).isFalse();
        Network unsigned = new Network(before.id(), "x", before.key(), List.of(), NOW, false);
        assertThat(unsigned.accepts(rotation, next)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> before.rotated(ofAnother, next));
    }

    @Test
    void store_keepsAllOfItAndWipesTheKeyFromTheFile() throws Exception {
        store().add(before);
        Network after = store().change(before.id(), network -> network.rotated(rotation, next));
        assertThat(store().list()).containsExactly(after);
        assertThat(store().graced()).extracting(Network::id).containsExactly(before.id());
        assertThat(store().current(before.id())).contains(after);
        assertThat(store().resolve(before.id().hex().substring(0, 8))).isEqualTo(after);
        assertThatThrownBy(() -> store().add(before.joinLink().toNetwork()))
                .isInstanceOf(OmertaException.class)
                .hasMessageContaining("in it already");
        String old = Base64.getEncoder().encodeToString(before.key().toBytes());
        Path file = folder.resolve("networks.json");
        assertThat(Files.readString(file)).contains(old);
        store().change(after.id(), network -> network.wipedAt(LATER));
        assertThat(Files.readString(file)).doesNotContain(old).doesNotContain(rotation.format());
        assertThat(store().current(before.id()).map(Network::id)).contains(next.id());
    }

    @Test
    void change_byTheIdFromBefore_isOfTheNetworkAsItIsNow() {
        NetworkStore store = store();
        store.add(before);
        store.change(before.id(), network -> network.rotated(rotation, next));
        assertThat(store.change(before.id(), network -> network.withName("Now")).id())
                .isEqualTo(next.id());
        assertThat(store().list()).extracting(Network::name).containsExactly("Now");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.change(before.id(), network -> network.rotated(rotation, next)));
        assertThat(store.remove(before.id())).isTrue();
        assertThat(store().list()).isEmpty();
    }

    @Test
    void brokenHistory_isNamedWithItsLineAndLeft() throws Exception {
        store().add(before.rotated(rotation, next));
        Path file = folder.resolve("networks.json");
        String broken = Files.readString(file)
                .replace(rotation.format(), rotation.format().replace('.', 'A'));
        Files.writeString(file, broken);
        assertThatThrownBy(this::store)
                .hasMessageStartingWith("could not read " + file)
                .hasMessageContaining("rotation: without a signature");
        assertThat(file).hasContent(broken);
    }
}
