package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of addresses, and the table that routes by them. */
final class AllowedIpTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1/32",
        "10.1.2.3/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "192.168.1.255/31, 192.168.1.254/31",
        "fd00::1, fd00:0:0:0:0:0:0:1/128",
        "fd00:1:2:3:4::/10, fd00:0:0:0:0:0:0:0/10",
        "::/0, 0:0:0:0:0:0:0:0/0"
    })
    void parse_range_cutsHostBits(String text, String expected) {
        assertThat(AllowedIp.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "fd00::/129",
                "example.org",
                "localhost/8",
                "10.0.0.0/99999999999",
                "10.0.0.0 /8",
                "10/8",
                "10.1",
                "::ffff:10.0.0.1",
                "fe80::1%eth0",
                "1:2",
                "300.0.0.1"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedIp.parse(text))
                .withMessageStartingWith("could not read the allowed IP '" + text + "'");
    }

    @Test
    void new_withHostBits_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AllowedIp(InetAddress.ofLiteral("10.0.0.1"), 8))
                .withMessageContaining("zero behind the prefix");
    }

    private static @Nullable String lookUp(AllowedIpTable<String> table, String address) {
        String other = address.contains(":") ? "fd99::1" : "9.9.9.9";
        byte[] packet = TestPackets.packet(address, other, 0, 0);
        IpPacket view = Objects.requireNonNull(IpPacket.parse(packet, 0, packet.length));
        byte[] mirrored = TestPackets.packet(other, address, 0, 0);
        IpPacket mirroredView = Objects.requireNonNull(IpPacket.parse(mirrored, 0, mirrored.length));
        assertThat(table.byDestination(mirroredView)).isEqualTo(table.bySource(view));
        return table.bySource(view);
    }

    @Test
    void table_longestPrefixWins() {
        AllowedIpTable<String> table = new AllowedIpTable<>();
        table.put(AllowedIp.parse("0.0.0.0/0"), "all");
        table.put(AllowedIp.parse("10.0.0.0/8"), "ten");
        table.put(AllowedIp.parse("10.1.0.0/16"), "ten-one");
        table.put(AllowedIp.parse("10.1.2.3"), "host");
        table.put(AllowedIp.parse("fd00::/8"), "six");

        assertThat(lookUp(table, "8.8.8.8")).isEqualTo("all");
        assertThat(lookUp(table, "10.200.0.1")).isEqualTo("ten");
        assertThat(lookUp(table, "10.1.2.4")).isEqualTo("ten-one");
        assertThat(lookUp(table, "10.1.2.3")).isEqualTo("host");
        assertThat(lookUp(table, "fdff::1")).isEqualTo("six");
        assertThat(lookUp(table, "fe80::1")).isNull();

        table.remove(AllowedIp.parse("10.1.0.0/16"));
        assertThat(lookUp(table, "10.1.2.4")).isEqualTo("ten");
        assertThat(lookUp(table, "10.1.2.3")).isEqualTo("host");
        assertThat(table.holder(AllowedIp.parse("10.1.0.0/16"))).isNull();
        assertThat(table.holder(AllowedIp.parse("10.1.2.3/32"))).isEqualTo("host");
    }

    @Test
    void table_randomRanges_agreesWithASearch() {
        Random random = new Random(9);
        AllowedIpTable<String> table = new AllowedIpTable<>();
        Map<AllowedIp, String> model = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            AllowedIp range = AllowedIp.parse(randomAddress(random) + "/" + random.nextInt(33));
            if (random.nextInt(3) == 0 && !model.isEmpty()) {
                AllowedIp gone = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
                model.remove(gone);
                table.remove(gone);
            } else if (model.size() < 60) {
                model.put(range, "range " + i);
                table.put(range, "range " + i);
            }
            String address = randomAddress(random);
            assertThat(lookUp(table, address)).isEqualTo(search(model, address));
        }
    }

    /** Few bits differ, so that ranges overlap. */
    private static String randomAddress(Random random) {
        return "10." + random.nextInt(2) * 128 + "." + random.nextInt(4) + "." + random.nextInt(256);
    }

    private static @Nullable String search(Map<AllowedIp, String> model, String address) {
        List<AllowedIp> matching = new ArrayList<>();
        for (AllowedIp range : model.keySet()) {
            if (AllowedIp.parse(address + "/" + range.prefixLength()).equals(range)) {
                matching.add(range);
            }
        }
        return matching.stream()
                .max(Comparator.comparingInt(AllowedIp::prefixLength))
                .map(model::get)
                .orElse(null);
    }
}
