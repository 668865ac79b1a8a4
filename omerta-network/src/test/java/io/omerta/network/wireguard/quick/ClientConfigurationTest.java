package io.omerta.network.wireguard.quick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientConfigurationTest {
    private static final String PRIVATE = "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=";
    private static final String PUBLIC = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";

    private static final String WHOLE = """
        # as handed out
        [Interface]
        PrivateKey = %s
        Address = 10.64.0.7/24, fd00::7/64   # both families
        DNS = 10.64.0.1, example.com
        MTU = 1380
        ListenPort = 51820

        [Peer]
        PublicKey = %s
        PresharedKey = %s
        AllowedIPs = 0.0.0.0/0, ::/0
        Endpoint = vpn.example.com:51820
        PersistentKeepalive = 25
        """.formatted(PRIVATE, PUBLIC, PUBLIC);

    @Test
    void parse_ofAWholeConfiguration_readsIt() throws Exception {
        try (ClientConfiguration configuration = ClientConfiguration.parse(WHOLE)) {
            assertThat(configuration.privateKey().toBase64()).isEqualTo(PRIVATE);
            assertThat(configuration.serverKey().toBase64()).isEqualTo(PUBLIC);
            assertThat(configuration.presharedKey()).isPresent();
            assertThat(configuration.address().getHostAddress()).isEqualTo("10.64.0.7");
            assertThat(configuration.resolver().orElseThrow().getHostAddress()).isEqualTo("10.64.0.1");
            assertThat(configuration.mtu()).hasValue(1380);
            assertThat(configuration.endpoint()).hasToString("vpn.example.com:51820");
            assertThat(configuration.toString()).doesNotContain(PRIVATE);
            assertThat(configuration.allowed()).hasToString("[0.0.0.0/0]");
            assertThat(configuration.keepalive()).hasSeconds(25);
            assertThat(configuration.notApplied())
                    .containsExactly(
                            "ListenPort", "IPv6 in Address", "DNS beyond the first IPv4 address", "IPv6 in AllowedIPs");
        }
    }

    @Test
    void parse_ofTheLeast_withoutSpacesInCapitalsAndWithCarriageReturns_readsIt() throws Exception {
        String least = "[INTERFACE]\r\nPRIVATEKEY=" + PRIVATE + "\r\nADDRESS=10.64.0.7\r\n[PEER]\r\nPUBLICKEY=" + PUBLIC
                + "\r\nALLOWEDIPS=10.64.0.0/24\r\nENDPOINT=[2600::1]:51820";
        try (ClientConfiguration configuration = ClientConfiguration.parse(least)) {
            assertThat(configuration.presharedKey()).isEmpty();
            assertThat(configuration.resolver()).isEmpty();
            assertThat(configuration.mtu()).isEmpty();
            assertThat(configuration.endpoint().port()).hasValue(51_820);
            assertThat(configuration.allowed()).hasToString("[10.64.0.0/24]");
            assertThat(configuration.keepalive()).isZero();
            assertThat(configuration.notApplied()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[Interface] | [Server] | line 2: the sections are [Interface] and [Peer]",
                "[Peer] | [Peer | line 9: the sections are [Interface] and [Peer]",
                "[Interface] | [Peer] | it has no [Interface]",
                "[Peer] | [Interface] | line 9: a second [Interface]; a virtual machine has one tunnel",
                "10.64.0.1, | 410.64.0.1, | line 5: \"410.64.0.1\" is no address, such as 10.0.0.2/32",
                "DNS = 10.64.0.1, example.com | PostUp = rm -rf / | line 5: commands are not run in a virtual machine;"
                        + " take the line out",
                "MTU = 1380 | Mtux = 1380 | line 6: [Interface] has no such setting",
                "MTU = 1380 | Endpoint = a:1 | line 6: [Interface] has no such setting",
                "MTU = 1380 | MTU 1380 | line 6: it is not like KEY = VALUE",
                "MTU = 1380 | MTU = | line 6: it is not like KEY = VALUE",
                "MTU = 1380 | MTU = lots | line 6: an MTU is a number between 576 and 65535",
                "MTU = 1380 | MTU = 575 | line 6: an MTU is a number between 576 and 65535",
                "ListenPort = 51820 | MTU = 1400 | line 7: it is set twice",
                "10.64.0.7/24 | 10.64.0.700/24 | line 4: \"10.64.0.700/24\" is no address, such as 10.0.0.2/32",
                "10.64.0.7/24, | fd00::8, | line 4: a virtual machine needs an IPv4 address",
                "0.0.0.0/0 | everything | line 12: \"everything\" is no address, such as 10.0.0.2/32",
                "vpn.example.com:51820 | vpn.example.com | line 13: an endpoint is like vpn.example.com:51820",
                "vpn.example.com:51820 | 10.0.0.0/24:51820 | line 13: an endpoint is like vpn.example.com:51820",
                "vpn.example.com:51820 | 127.0.0.1:51820 | line 13: \"127.0.0.1:51820\" is no endpoint: 127.0.0.1 is a"
                        + " loopback address",
                "PersistentKeepalive = 25 | [Peer] | line 14: a second [Peer]; a virtual machine has one tunnel",
                "# as handed out | MTU = 1 | line 1: it stands before [Interface]",
                "0.0.0.0/0, | fd00::/8, | line 12: a virtual machine has IPv4 alone, and here is no network of it",
                "PersistentKeepalive = 25 | PersistentKeepalive = 65536 | line 14: a keepalive is a number of seconds"
                        + " up to 65535, or off",
                "PersistentKeepalive = 25 | PersistentKeepalive = -1 | line 14: a keepalive is a number of seconds up"
                        + " to 65535, or off",
                "AllowedIPs | # AllowedIPs | line 9: [Peer] has no AllowedIPs",
            })
    void parse_ofABrokenConfiguration_saysWhereAndWhat(String from, String to, String message) {
        assertThat(WHOLE).contains(from);
        assertThatThrownBy(() -> ClientConfiguration.parse(WHOLE.replace(from, to)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void parse_ofABrokenKey_doesNotShowIt() {
        assertThatThrownBy(() -> ClientConfiguration.parse(WHOLE.replace(PRIVATE, "c2VjcmV0")))
                .hasMessage("line 3: a key is 32 bytes in base64");
    }

    /** Seeded; a damaged file is read or refused in one line, and nothing else happens. */
    @Test
    void parse_ofDamagedConfigurations_neverThrowsAnythingElse() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(WHOLE);
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x180));
            }
            try (ClientConfiguration read = ClientConfiguration.parse(text.toString())) {
                assertThat(read.endpoint().port()).isPresent();
            } catch (ConfigurationException e) {
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
    }
}
