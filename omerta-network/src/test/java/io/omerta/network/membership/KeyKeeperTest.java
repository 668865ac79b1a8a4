package io.omerta.network.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.CreatorKey;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.core.network.NetworkKey;
import io.omerta.core.network.Rotation;
import io.omerta.proto.peer.MembershipGrpc;
import io.omerta.proto.peer.NextKeyRequest;
import io.omerta.proto.peer.NextKeyResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a key from whom, over real connections. */
class KeyKeeperTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration GRACE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Identity creator = Identity.generate(RANDOM);
    private final Network created = Network.create(
                    "My Team", List.of(Endpoint.of("127.0.0.1", 1)), Instant.now(), RANDOM)
            .withCreatorKey(CreatorKey.of(creator));
    private final Network joined = created.joinLink().toNetwork();
    private final NetworkId old = created.id();
    private final List<KeyPeer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        peers.forEach(KeyPeer::close);
    }

    private KeyPeer peer(Identity identity, Network network) {
        KeyPeer peer = new KeyPeer(identity, folder, now::get, network);
        peers.add(peer);
        return peer;
    }

    @Test
    void key_isForWhoIsNamedAndKnowsTheOldOneWithinItsTime() throws Exception {
        KeyPeer ada = peer(creator, created);
        KeyPeer ben = peer(Identity.generate(RANDOM), joined);
        KeyPeer eve = peer(Identity.generate(RANDOM), joined);
        KeyPeer stranger =
                peer(Identity.generate(RANDOM), Network.create("Elsewhere", List.of(), Instant.now(), RANDOM));
        assertThat(ben.asks(ada, old).getRotation()).isEmpty();

        Network rotated = ada.keeper.rotate(created, Set.of(ben.id()), GRACE);

        NextKeyResponse bens = ben.asks(ada, old);
        assertThat(bens.getNetworkKey())
                .isEqualTo(ByteString.copyFrom(rotated.key().toBytes()));
        assertThat(Rotation.parse(bens.getRotation()).members()).containsExactlyInAnyOrder(creator.peerId(), ben.id());
        assertThat(eve.asks(ada, old)).isEqualTo(NextKeyResponse.getDefaultInstance());
        NetworkId elsewhere = stranger.store.list().getFirst().id();
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> stranger.asks(ada, elsewhere))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));

        now.updateAndGet(instant -> instant.plus(GRACE));
        assertThat(ben.asks(ada, old)).isEqualTo(NextKeyResponse.getDefaultInstance());
    }

    @Test
    void rotation_forMoreThanItCanName_isRefusedInOneLine_andChangesNothing() {
        KeyPeer ada = peer(creator, created);
        Set<PeerId> members = new HashSet<>();
        byte[] id = new byte[PeerId.BYTES];
        while (members.size() < Rotation.MAX_MEMBERS) {
            RANDOM.nextBytes(id);
            members.add(PeerId.ofBytes(id));
        }

        assertThatExceptionOfType(OmertaException.class)
                .isThrownBy(() -> ada.keeper.rotate(created, members, GRACE))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED);
                    assertThat(e)
                            .hasMessage("could not rotate the key of \"My Team\": it has 10,001 members, and a"
                                    + " rotation names 10,000 at most");
                });
        assertThat(ada.store.list()).extracting(Network::id).containsExactly(old);
        ada.keeper.requireRoom(created, Set.copyOf(List.copyOf(members).subList(1, Rotation.MAX_MEMBERS)));
    }

    @Test
    void member_thatHasFollowed_handsItOnThroughSeveralRotations() throws Exception {
        KeyPeer ada = peer(creator, created);
        KeyPeer ben = peer(Identity.generate(RANDOM), joined);
        KeyPeer cyd = peer(Identity.generate(RANDOM), joined);
        Set<PeerId> both = Set.of(ben.id(), cyd.id());
        Network second = ada.keeper.rotate(created, both, GRACE);
        Network third = ada.keeper.rotate(second, both, GRACE);
        for (NetworkId id : List.of(old, second.id(), third.id())) {
            ben.sees(ada, id);
            cyd.sees(ben, id);
        }
        ben.keeper.start();
        awaitId(ben, third.id());
        ada.close();
        cyd.keeper.start();
        awaitId(cyd, third.id());
        assertThat(cyd.store.list().getFirst().lineage()).containsExactlyInAnyOrder(old, second.id(), third.id());
        await().untilAsserted(
                        () -> assertThat(cyd.discovery.joined).containsExactlyInAnyOrder(old, second.id(), third.id()));
    }

    @Test
    void member_thatKnowsSomeThere_asksWithoutLookingForEverybody() {
        Liar counts = new Liar();
        KeyPeer ben = peer(Identity.generate(RANDOM), joined);
        for (int i = 0; i < 3; i++) {
            KeyPeer other = new KeyPeer(Identity.generate(RANDOM), folder, now::get, _ -> counts, joined);
            peers.add(other);
            ben.sees(other, old);
        }

        ben.keeper.start();

        await().until(() -> counts.asked.get() >= 3);
        assertThat(ben.discovery.looks).hasValue(0);
    }

    @Test
    void question_isAskedTheLessOften_theMoreThereAre() {
        assertThat(IntStream.of(0, 20, 100, 1_000).mapToObj(KeyPace.STANDARD::askAgainAmong))
                .containsExactly(
                        Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(10));
    }

    @Test
    void liar_offeringWhateverKeys_isNotFollowed() throws Exception {
        Identity bens = Identity.generate(RANDOM);
        NetworkKey next = NetworkKey.random(RANDOM);
        List<PeerId> all = List.of(creator.peerId(), bens.peerId());
        Instant issued = Instant.now();
        Instant end = issued.plus(GRACE);
        Rotation good = Rotation.sign(creator, old, next.id(), all, issued, end);
        Identity liarsOwn = Identity.generate(RANDOM);
        NetworkId other = NetworkKey.random(RANDOM).id();
        List<NextKeyResponse> lies = List.of(
                offer(Rotation.sign(liarsOwn, old, next.id(), all, issued, end), next),
                offer(Rotation.sign(creator, other, next.id(), all, issued, end), next),
                offer(Rotation.sign(creator, old, next.id(), List.of(creator.peerId()), issued, end), next),
                offer(good, NetworkKey.random(RANDOM)),
                NextKeyResponse.newBuilder().setRotation(good.format()).build(),
                NextKeyResponse.newBuilder().setRotation("garbage").build(),
                NextKeyResponse.newBuilder()
                        .setRotation("A".repeat(1 << 20) + "." + "A".repeat(100))
                        .build(),
                offer(good, next));
        Liar liar = new Liar();
        KeyPeer lying = new KeyPeer(liarsOwn, folder, now::get, keeper -> liar, joined);
        peers.add(lying);
        KeyPeer ben = peer(bens, joined);
        ben.sees(lying, old);
        // One after the other: the last is the real one, which even a liar may hand on.
        for (NextKeyResponse lie : lies) {
            assertThat(ben.store.list()).extracting(Network::id).containsExactly(old);
            liar.next.set(lie);
            await().until(() -> {
                ben.keeper.keyMayHaveChanged(old, lying.id());
                return liar.next.get().equals(Liar.NOTHING);
            });
        }
        awaitId(ben, next.id());
    }

    private static NextKeyResponse offer(Rotation rotation, NetworkKey key) {
        return NextKeyResponse.newBuilder()
                .setRotation(rotation.format())
                .setNetworkKey(ByteString.copyFrom(key.toBytes()))
                .build();
    }

    private static void awaitId(KeyPeer peer, NetworkId id) {
        await().untilAsserted(
                        () -> assertThat(peer.store.list().getFirst().id()).isEqualTo(id));
    }

    /** Says what it is given to say, once, and counts who asks. */
    private static final class Liar extends MembershipGrpc.MembershipImplBase {
        private static final NextKeyResponse NOTHING = NextKeyResponse.getDefaultInstance();

        private final AtomicReference<NextKeyResponse> next = new AtomicReference<>(NOTHING);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public void nextKey(NextKeyRequest request, StreamObserver<NextKeyResponse> response) {
            asked.incrementAndGet();
            response.onNext(next.getAndSet(NOTHING));
            response.onCompleted();
        }
    }
}
