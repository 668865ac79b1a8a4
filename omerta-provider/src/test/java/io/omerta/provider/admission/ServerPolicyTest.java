package io.omerta.provider.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.config.VpnServers;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerPolicyTest {
    private static final AddressBlock CAMPUS = AddressBlock.parse("9.9.9.0/24");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8.8.8.8 | ",
                "2600::1 | ",
                "9.9.9.9 | 9.9.9.9 in its own network",
                "192.168.1.1 | 192.168.1.1, a private address",
                "10.0.0.1 | 10.0.0.1, a private address",
                "127.0.0.1 | 127.0.0.1, a loopback address",
                "169.254.169.254 | 169.254.169.254, a link-local address",
                "224.0.0.1 | 224.0.0.1, a multicast address",
                "255.255.255.255 | 255.255.255.255, not an address that a machine can have",
                "100.64.0.1 | 100.64.0.1, an address of carrier-grade NAT",
                "::1 | 0:0:0:0:0:0:0:1, a loopback address",
                "fd00::1 | fd00:0:0:0:0:0:0:1, a private address",
            })
    void byDefault_publicServersOnly(String server, String refused) {
        assertThat(refusal(VpnServers.PUBLIC, server))
                .isEqualTo(Optional.ofNullable(refused).map(ServerPolicyTest::clause));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.168.1.1 | ",
                "9.9.9.9 | ",
                "8.8.8.8 | of a requester",
                "192.168.2.1 | 192.168.2.1, a private address",
                "127.0.0.1 | 127.0.0.1, a loopback address",
            })
    void named_thoseAndNoOthers(String server, String refused) {
        VpnServers named = new VpnServers(
                false, List.of(AddressBlock.parse("192.168.1.0/24"), CAMPUS, AddressBlock.parse("127.0.0.0/8")));
        assertThat(refusal(named, server))
                .isEqualTo(Optional.ofNullable(refused).map(ServerPolicyTest::clause));
    }

    private static String clause(String where) {
        return "lets no VM use the WireGuard server " + where;
    }

    private static Optional<String> refusal(VpnServers servers, String server) {
        return new ServerPolicy(servers, address -> Optional.of(CAMPUS).filter(block -> block.contains(address)))
                .refusal(InetAddress.ofLiteral(server))
                .map(Refusal::reason);
    }
}
