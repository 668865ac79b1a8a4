package io.omerta.core.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "Example.COM.:443, example.com:443",
        "bücher.example, xn--bcher-kva.example",
        "nas, nas",
        "_x.a-b.c, _x.a-b.c",
        "192.168.1.7, 192.168.1.7",
        "192.168.1.7:22, 192.168.1.7:22",
        "192.168.1.0/24, 192.168.1.0/24",
        "192.168.1.0/24:8080, 192.168.1.0/24:8080",
        "0.0.0.0/0, 0.0.0.0/0",
        "0.0.0.0/1, 0.0.0.0/1",
        "169.254.169.254, 169.254.169.254",
        "fd00::/8, fd00:0:0:0:0:0:0:0/8",
        "[2600::1]:443, [2600:0:0:0:0:0:0:1]:443",
        "[2600::1], 2600:0:0:0:0:0:0:1",
    })
    void parse_valid_isCanonical(String text, String canonical) {
        assertThat(Destination.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":80",
                "a b",
                "a..b",
                "-a",
                "a-",
                "a:0",
                "a:65536",
                "a:99999999",
                "a:b",
                "a:80:90",
                "/24",
                "https://a",
                "a/24",
                "1.2.3",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "a.0x7f",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4/33",
                "1.2.3.4/24",
                "1.2.3.4/-1",
                "[::1",
                "[1.2.3.4]:x",
                "::g",
                "fe80::1%eth0",
                "a\nb",
                "a\0b",
                "é\u200d..",
                "*.example.com"
            })
    void parse_invalid_isRefusedWithOneLine(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Destination.parse(text))
                .satisfies(
                        refusal -> assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1 is a loopback address",
        "127.0.0.0/8, 127.0.0.0/8 is a loopback address",
        "::1, 0:0:0:0:0:0:0:1 is a loopback address",
        "::ffff:127.0.0.1, 127.0.0.1 is a loopback address",
        "224.0.0.251:5353, 224.0.0.251 is a multicast address",
        "255.255.255.255, 255.255.255.255 is not an address that a machine can have",
        "0.0.0.0, 0.0.0.0 is not an address that a machine can have",
        "10.0.0.1/8, 10.0.0.1/8 is no block: its first address is 10.0.0.0",
    })
    void parse_whatNobodyCanReach_isRefused(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Destination.parse(text))
                .withMessage(why);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.7, 192.168.1.7, true",
        "192.168.0.0/16, 192.168.1.7, true",
        "192.168.0.0/16, 192.169.1.7, false",
        "0.0.0.0/0, 192.168.1.7, false",
        "192.0.0.0/4, 192.168.1.7, false",
        "8.0.0.0/5, 10.1.2.3, false",
        "100.64.0.0/10, 100.100.1.1, true",
        "fd00::/8, fd12::1, true",
    })
    void names_holdsForBlocksOfOneSpecialPurposeOnly(String rule, String address, boolean named) {
        Destination.Addresses addresses = (Destination.Addresses) Destination.parse(rule);
        assertThat(addresses.names(InetAddress.ofLiteral(address))).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "9.255.255.255, PUBLIC",
        "10.0.0.0, PRIVATE",
        "10.255.255.255, PRIVATE",
        "11.0.0.0, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.64.0.0, SHARED",
        "100.127.255.255, SHARED",
        "127.255.255.254, LOOPBACK",
        "169.254.169.254, LINK_LOCAL",
        "198.19.255.255, RESERVED",
        "223.255.255.255, PUBLIC",
        "224.0.0.1, MULTICAST",
        "239.255.255.255, MULTICAST",
        "240.0.0.1, UNUSABLE",
        "0.1.2.3, UNUSABLE",
        "::ffff:10.0.0.1, PRIVATE",
        "64:ff9b::a00:1, RESERVED",
        "2002:a00:1::, RESERVED",
        "2600::1, PUBLIC",
        "fd00::1, PRIVATE",
        "fe80::1, LINK_LOCAL",
        "ff02::1, MULTICAST",
        "::1, LOOPBACK",
        "::, UNUSABLE",
        "::10.0.0.1, RESERVED",
        "4000::1, RESERVED",
    })
    void kind_ofAnAddress_followsTheRegistries(String address, AddressKind kind) {
        assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
    }

    @Test
    void destination_withoutAPort_meansEveryPort() {
        assertThat(Destination.parse("example.com").hasPort(1)).isTrue();
        assertThat(Destination.parse("example.com:443").hasPort(443)).isTrue();
        assertThat(Destination.parse("example.com:443").hasPort(80)).isFalse();
    }
}
