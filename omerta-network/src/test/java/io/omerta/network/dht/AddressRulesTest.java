package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRulesTest {
    private static NodeAddress address(String literal) {
        return NodeAddress.of(new InetSocketAddress(InetAddress.ofLiteral(literal), 4_001));
    }

    @ParameterizedTest
    @CsvSource({
        // What a node far away says about this machine or this LAN is not followed.
        "93.184.216.34, 93.184.216.35, true",
        "127.0.0.1, 93.184.216.35, false",
        "10.1.2.3, 93.184.216.35, false",
        "172.16.0.1, 93.184.216.35, false",
        "172.32.0.1, 93.184.216.35, true",
        "192.168.1.1, 93.184.216.35, false",
        "100.64.0.1, 93.184.216.35, false",
        "169.254.169.254, 93.184.216.35, false",
        "::1, 93.184.216.35, false",
        "fe80::1, 93.184.216.35, false",
        "fd00::1, 93.184.216.35, false",
        "2606:2800:220:1::1, 93.184.216.35, true",
        // Who is in the LAN may name those in the LAN, and those outside.
        "10.1.2.3, 192.168.1.1, true",
        "93.184.216.34, 10.0.0.1, true",
        "127.0.0.1, 10.0.0.1, false",
        "127.0.0.1, 127.0.0.1, true",
        "10.0.0.1, 127.0.0.1, true",
        // No machine's.
        "0.0.0.0, 127.0.0.1, false",
        "224.0.0.1, 127.0.0.1, false",
        "255.255.255.255, 127.0.0.1, false",
        "ff02::1, 127.0.0.1, false",
        "::, 127.0.0.1, false",
    })
    void address_isBelieved_whereItIsNotNearerThanWhoNamesIt(String named, String by, boolean believed) {
        assertThat(AddressRules.isBelieved(address(named), address(by))).isEqualTo(believed);
    }
}
