package io.omerta.consumer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.address.Destination;
import io.omerta.network.neighbourhood.OwnNetworks;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OutsideTest {
    private static final AddressBlock TUNNELS = AddressBlock.parse("10.0.0.0/16");

    /** A home network, and a campus where every desk has a public address. */
    private static final List<AddressBlock> OWN = Stream.of("127.0.0.0/8", "192.168.1.0/24", "9.9.9.0/24")
            .map(AddressBlock::parse)
            .toList();

    @Test
    void nothingAllowed_everythingIsRefused() {
        Outside outside = outside(false);
        assertThat(outside.refusal(address("8.8.8.8"), 443)).hasValue("no --allow names it");
        assertThat(outside.refusal(address("192.168.1.1"), 80)).isPresent();
        assertThat(outside.maySayName("example.com")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 443, true",
        "8.8.8.8, 25, false",
        "9.9.9.9, 443, false",
        "192.168.1.1, 80, false",
        "192.168.77.1, 80, false",
        "172.20.0.1, 80, false",
        "100.100.100.200, 80, false",
        "169.254.169.254, 80, false",
        "198.18.0.1, 80, false",
        "127.0.0.1, 8000, false",
        "127.8.8.8, 8000, false",
        "0.0.0.0, 8000, false",
        "224.0.0.251, 5353, false",
        "255.255.255.255, 67, false",
        "10.0.0.3, 22, false",
        "10.1.0.3, 22, false",
    })
    void internet_meansPublicAddressesOnly(String address, int port, boolean allowed) {
        assertThat(outside(true).refusal(address(address), port).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 8.8.8.8, 53, true",
        "8.8.8.8:53, 8.8.8.8, 54, false",
        "8.8.8.0/24, 8.8.8.9, 1, true",
        "8.8.8.0/24, 8.8.9.8, 1, false",
        "8.8.8.8:25, 8.8.8.8, 25, true",
        "192.168.1.7:22, 192.168.1.7, 22, true",
        "192.168.1.7:22, 192.168.1.7, 23, false",
        "192.168.1.7:22, 192.168.1.8, 22, false",
        "192.168.0.0/16, 192.168.1.8, 22, true",
        "10.0.0.0/8, 10.0.0.9, 22, false",
        "10.0.0.0/8, 10.1.0.9, 22, true",
        "0.0.0.0/0, 8.8.8.8, 25, true",
        "0.0.0.0/0, 192.168.1.1, 80, false",
        "0.0.0.0/0, 169.254.169.254, 80, false",
        "0.0.0.0/0, 127.0.0.1, 80, false",
        "8.0.0.0/6, 9.9.9.9, 80, false",
        "9.9.9.0/24, 9.9.9.9, 80, true",
        "9.9.9.9, 9.9.9.9, 80, true",
        "169.254.169.254, 169.254.169.254, 80, true",
    })
    void allowedAddresses_meanWhatTheyName(String rule, String address, int port, boolean allowed) {
        assertThat(outside(false, rule).refusal(address(address), port).isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    void allowedName_isReachedAtWhatItWasResolvedTo() {
        Outside outside = outside(false, "example.com:443");
        assertThat(outside.maySayName("example.com")).isTrue();
        assertThat(outside.maySayName("www.example.com")).isFalse();
        assertThat(outside.refusal(address("8.8.4.4"), 443)).isPresent();
        assertThat(outside.learn("example.com", List.of(address("8.8.4.4")))).containsExactly(address("8.8.4.4"));
        assertThat(outside.refusal(address("8.8.4.4"), 443)).isEmpty();
        assertThat(outside.refusal(address("8.8.4.4"), 80)).isPresent();
        assertThat(outside.refusal(address("8.8.8.8"), 443)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "192.168.1.1",
                "10.0.0.3",
                "10.9.9.9",
                "9.9.9.9",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "fd00::1",
                "fe80::1",
                "::ffff:192.168.1.1",
                "64:ff9b::c0a8:101"
            })
    void allowedName_thatTurnsOutNotToBePublic_isNeitherToldNorReached(String rebound) {
        for (boolean internet : new boolean[] {false, true}) {
            Outside outside = outside(internet, "example.com");
            assertThat(outside.learn("example.com", List.of(address("8.8.4.4"), address(rebound))))
                    .containsExactly(address("8.8.4.4"));
            assertThat(outside.refusal(address(rebound), 80)).isPresent();
        }
    }

    @Test
    void allowedName_resolvedToAnAddressNamedAsSuch_isTold() {
        Outside outside = outside(false, "nas.home", "192.168.1.7:445");
        assertThat(outside.learn("nas.home", List.of(address("192.168.1.7"), address("192.168.1.8"))))
                .containsExactly(address("192.168.1.7"));
        assertThat(outside.refusal(address("192.168.1.7"), 445)).isEmpty();
        assertThat(outside.refusal(address("192.168.1.7"), 80)).isPresent();
    }

    @Test
    void learntAddress_thatHasBecomeOneOfOurNetwork_isRefusedAtTheConnection() {
        List<AddressBlock> own = new java.util.ArrayList<>();
        Outside outside = new Outside(
                policy(false, "example.com"),
                TUNNELS,
                address -> own.stream().filter(block -> block.contains(address)).findFirst());
        outside.learn("example.com", List.of(address("8.8.4.4")));
        assertThat(outside.refusal(address("8.8.4.4"), 80)).isEmpty();
        own.add(AddressBlock.parse("8.8.4.0/24"));
        assertThat(outside.refusal(address("8.8.4.4"), 80))
                .hasValue("it is in this computer's own network 8.8.4.0/24, which no --allow names");
    }

    @Test
    void learntAddresses_areForgottenOldestFirst() {
        Outside outside = outside(false, "example.com");
        outside.learn("example.com", List.of(address("8.8.4.4")));
        IntStream.range(0, 5_000)
                .mapToObj(i -> address("8.1." + i / 256 + "." + i % 256))
                .forEach(address -> outside.learn("example.com", List.of(address)));
        assertThat(outside.refusal(address("8.8.4.4"), 80)).isPresent();
        assertThat(outside.refusal(address("8.1.19.135"), 80)).isEmpty();
    }

    @Test
    void ownNetworks_haveThisMachinesLoopback() {
        assertThat(new OwnNetworks().around(address("127.0.0.1"))).isPresent();
        assertThat(new OwnNetworks().around(address("8.8.8.8"))).isEmpty();
    }

    private static Outside outside(boolean internet, String... allowed) {
        return new Outside(policy(internet, allowed), TUNNELS, OutsideTest::own);
    }

    private static Optional<AddressBlock> own(InetAddress address) {
        return OWN.stream().filter(block -> block.contains(address)).findFirst();
    }

    private static VpnPolicy policy(boolean internet, String... allowed) {
        return VpnPolicy.allowing(Stream.of(allowed).map(Destination::parse).toList(), internet);
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
