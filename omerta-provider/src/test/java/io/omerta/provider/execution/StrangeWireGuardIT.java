package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.omerta.core.job.GateCounts;
import io.omerta.core.job.ProgramResult;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DropReason;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import io.omerta.network.wireguard.WireGuardDevice;
import io.omerta.provider.gate.GuestFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What looks like WireGuard passes the gate, which has no keys. It reaches the requester's hub and nobody else, and there it
 * fails: real guests, whose root sends it.
 */
@Timeout(120)
final class StrangeWireGuardIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private static Path directory;

    private static RealGuests guests;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        guests = RealGuests.open("omerta.testImage", directory);
    }

    @AfterAll
    static void stop() {
        guests.close();
    }

    static Stream<Arguments> strangeMessages() {
        return Stream.of(
                strange(
                        "initiation for another hub",
                        DropReason.WRONG_MAC1,
                        hub -> initiation(anyKey(), anyKey().publicKey())),
                strange(
                        "initiation for the hub, of another guest",
                        DropReason.UNKNOWN_PEER,
                        hub -> initiation(anyKey(), hub.publicKey())),
                strange("bytes of an initiation's size", DropReason.WRONG_MAC1, hub -> GuestFrames.message(1, 148)),
                strange("bytes of a response's size", DropReason.WRONG_MAC1, hub -> GuestFrames.message(2, 92)),
                strange("bytes of a cookie reply's size", DropReason.FORGED_COOKIE, hub -> GuestFrames.message(3, 64)),
                strange("data of another tunnel", DropReason.NO_SESSION, hub -> GuestFrames.message(4, 1472)),
                strange("keepalive of another tunnel", DropReason.NO_SESSION, hub -> GuestFrames.message(4, 32)));
    }

    private static Arguments strange(String name, DropReason reason, Function<StandInHub, byte[]> message) {
        return arguments(name, reason, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangeMessages")
    void hub_onStrangeMessage_answersNothing(String name, DropReason reason, Function<StandInHub, byte[]> message)
            throws Exception {
        AtomicReference<GateCounts> counts = new AtomicReference<>();
        StandInHub hub = afterSending(3, message, counts);

        assertThat(hub.dropped()).containsExactly(reason, reason, reason);
        assertThat(hub.answers()).isZero();
        assertThat(counts.get()).isEqualTo(new GateCounts(3, 0, 0, 0, 0));
    }

    @Test
    void hub_onReplayedInitiation_answersOnce() throws Exception {
        AtomicReference<GateCounts> counts = new AtomicReference<>();
        StandInHub hub = afterSending(3, own -> initiation(own.guestKey(), own.publicKey()), counts);

        assertThat(hub.dropped()).containsExactly(DropReason.REPLAYED_INITIATION, DropReason.REPLAYED_INITIATION);
        assertThat(hub.answers()).isEqualTo(1);
    }

    /** The gate cannot tell them from honest ones, and lets no more of them out than an honest guest could want. */
    @Test
    void floodOfHandshakes_isMostlyLost() throws Exception {
        AtomicReference<GateCounts> counts = new AtomicReference<>();
        int flood = 20_000;
        long start = System.nanoTime();
        StandInHub hub = afterSending(flood, own -> GuestFrames.message(1, 148), counts);
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(hub.datagrams()).isBetween(SendingLimits.CONTROL_FRAMES_PER_SECOND, (int)
                (SendingLimits.CONTROL_FRAMES_PER_SECOND * (1 + seconds)));
        assertThat(counts.get().droppedOut()).isEqualTo(flood - hub.datagrams());
        assertThat(hub.answers()).isZero();
    }

    /** The kernel's own WireGuard, told to speak to somebody else. */
    @Test
    void guestsWireGuard_withAnotherHubsKey_reachesNobody() throws Exception {
        try (GatedGuest guest = new GatedGuest(guests.hypervisor(), guests.request());
                StandInHub hub = new StandInHub(guest.tunnel()::deliver)) {
            guest.tunnel().connect(hub);

            GatedGuest.Outcome outcome = guest.run(
                    hub.vpn(anyKey().publicKey()),
                    List.of("bash", "-c", "exec 3<>/dev/udp/10.0.0.1/7; echo hello >&3; timeout 3 head -c 6 <&3"));

            assertEnded(outcome, new ProgramResult.ExitCode(124));
            assertThat(guest.output()).isEmpty();
            assertThat(hub.dropped()).isNotEmpty().containsOnly(DropReason.WRONG_MAC1);
            assertThat(hub.answers()).isZero();
            assertThat(hub.packets()).isZero();
        }
    }

    /** What a guest's root sends that often, once the guest has ended by itself. */
    private static StandInHub afterSending(
            int times, Function<StandInHub, byte[]> message, AtomicReference<GateCounts> counts) throws Exception {
        // Nothing comes back: the guest's kernel knows nothing of these, and would answer with an error that ends its
        // VM.
        try (GatedGuest guest = new GatedGuest(guests.hypervisor(), guests.request());
                StandInHub hub = new StandInHub(answer -> {})) {
            guest.tunnel().connect(hub);
            byte[] frame = GuestFrames.tunnel(guest.macAddress().toBytes(), message.apply(hub));

            GatedGuest.Outcome outcome = guest.run(GatedGuest.anyVpn(), RawFrames.repeating(times, frame));

            assertEnded(outcome, new ProgramResult.ExitCode(0));
            guest.stop();
            assertThat(guest.awaitLastFrame()).isEmpty();
            counts.set(guest.tunnel().traffic().counts());
            return hub;
        }
    }

    private static void assertEnded(GatedGuest.Outcome outcome, ProgramResult result) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        GatedGuest.Outcome.Ended.class,
                        ended -> assertThat(ended.how().result()).isEqualTo(result));
    }

    private static PrivateKey anyKey() {
        return PrivateKey.generate(RANDOM);
    }

    /** The first message of a device with that key to a hub with that one. */
    private static byte[] initiation(PrivateKey own, PublicKey hub) {
        AtomicReference<byte[]> message = new AtomicReference<>(new byte[0]);
        try (WireGuardDevice<String> device = StandInHub.device(own)) {
            device.addPeer(
                    System.nanoTime(),
                    PeerConfig.<String>of(hub, AllowedIp.parse("0.0.0.0/0")).withEndpoint("hub"));
            boolean started = device.connect(System.nanoTime(), hub, (to, datagram) -> message.set(copyOf(datagram)));
            assertThat(started).isTrue();
        }
        return message.get();
    }

    private static byte[] copyOf(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return bytes;
    }
}
