package io.omerta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("config.json");
    }

    @Test
    void load_withoutFile_givesTheDefaults() {
        assertThat(Configuration.load(file))
                .isEqualTo(Configuration.defaults())
                .isEqualTo(new Configuration(
                        50_051,
                        "0.0.0.0",
                        true,
                        new Configuration.Lending(
                                true,
                                OptionalInt.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                List.of(),
                                VpnServers.PUBLIC),
                        new Configuration.JobLimits(Duration.ofDays(1), 1L << 30, 100),
                        new Configuration.VmSettings(
                                Configuration.Acceleration.AUTO,
                                false,
                                true,
                                new Configuration.OwnerFirst(false, Duration.ofMinutes(5)),
                                1,
                                4_096),
                        HubRange.parse("10.0.0.0/16"),
                        new Configuration.Paths(true, 0),
                        new Configuration.Dht(20, 3)));
        assertThat(file).doesNotExist();
    }

    @Test
    void load_readsEveryField() throws IOException {
        Files.writeString(file, """
            {
              "port": 50052, "bind": "127.0.0.1",
              "lend": {"enabled": false, "cpus": 3, "memory_megabytes": 2048, "disk_megabytes": 4096,
                "gpus": ["0000:01:00.0", "0A:00.0"],
                "vpn_servers": ["public", "192.168.1.0/24"]},
              "limits": {"time_seconds": 60, "output_bytes": 1000, "queue_length": 5},
              "vm": {"acceleration": "tcg", "allow_test_image": true,
                "checkpoint_on_stop": false,
                "pause_when_owner_active": true, "resume_after_idle_seconds": 90},
              "hub": {"range": "10.9.0.0/24"},
              "multicast": false,
              "paths": {"direct": false, "port": 50060},
              "dht": {"k": 16, "alpha": 6}
            }
            """);
        assertThat(Configuration.load(file))
                .isEqualTo(new Configuration(
                        50_052,
                        "127.0.0.1",
                        false,
                        new Configuration.Lending(
                                false,
                                OptionalInt.of(3),
                                OptionalLong.of(2048),
                                OptionalLong.of(4096),
                                List.of(new PciAddress("0000:01:00.0"), new PciAddress("0000:0a:00.0")),
                                new VpnServers(true, List.of(AddressBlock.parse("192.168.1.0/24")))),
                        new Configuration.JobLimits(Duration.ofMinutes(1), 1_000, 5),
                        new Configuration.VmSettings(
                                Configuration.Acceleration.TCG,
                                true,
                                false,
                                new Configuration.OwnerFirst(true, Duration.ofSeconds(90)),
                                1,
                                4_096),
                        HubRange.parse("10.9.0.0/24"),
                        new Configuration.Paths(false, 50_060),
                        new Configuration.Dht(16, 6)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | line 1: not JSON",
                "{}x | line 1",
                "{\\n"
                        + "\"lend\":{\"gpus\":[\"card1\"]}} | line 2: lend.gpus: \"card1\" is no PCI address like"
                        + " 0000:01:00.0",
                "{\\n\"lend\":{\"gpus\":[\"01:00.0\",\"0000:01:00.0\"]}} | line 2: lend.gpus: one is there twice",
                "{\\n\"prot\":1} | line 2: unknown field \"prot\"",
                "{\\n\"lend\":{\"cpu\":1}} | line 2: unknown field \"cpu\"",
                "{\"port\":\"many\"} | field \"port\": not a whole number",
                "{\"port\":1.5} | field \"port\"",
                "{\"port\":\"7\"} | field \"port\"",
                "{\"port\":70000} | port: 70000 is not between 0 and 65535",
                "{\"port\":1,\"port\":2} | line 1",
                "{\"lend\":{\"cpus\":0}} | lend.cpus: 0 is not between 1 and 1024",
                "{\"lend\":{\"memory_megabytes\":99999999999999999999}} | line 1",
                "{\"lend\":{\"disk_megabytes\":15}} | lend.disk_megabytes: 15 is not between 16 and 16777216",
                "{\"lend\":{\"vpn_servers\":[\"private\"]}} | lend.vpn_servers: not an address, such as",
                "{\"limits\":{\"time_seconds\":0}} | limits.time_seconds: 0 is not between",
                "{\"limits\":{\"time_seconds\":9223372036854775807}} | limits.time_seconds",
                "{\"vm\":{\"acceleration\":\"fast\"}} | vm.acceleration: \"fast\" is not one of auto, kvm, tcg",
                "{\"vm\":{\"resume_after_idle_seconds\":0}} | vm.resume_after_idle_seconds: 0 is not between 1 and"
                        + " 86400",
                "{\"hub\":{\"range\":\"10.0.0.1/16\"}} | hub.range: the address is not the first one",
                "{\"hub\":{\"range\":\"10.0.0.0/30\"}} | hub.range: /30 is not between /8 and /24",
                "{\"paths\":{\"port\":1023}} | paths.port: 1023 is not between 1024 and 65535",
                "{\"paths\":{\"direct\":\"no\"}} | field \"paths.direct\"",
                "{\"dht\":{\"k\":7}} | dht.k: 7 is not between 8 and 28",
                "{\"dht\":{\"k\":29}} | dht.k: 29 is not between 8 and 28",
                "{\"dht\":{\"k\":\"20\"}} | field \"dht.k\": not a whole number",
                "{\"dht\":{\"alpha\":0}} | dht.alpha: 0 is not between 1 and 28",
                "{\"dht\":{\"paths\":3}} | unknown field \"paths\"",
                "{\"hub\":{\"range\":\"x\"}} | hub.range: \"x\" is not like 10.0.0.0/16",
                "[] | line 1",
            })
    void load_ofBrokenFile_namesFileAndLine(String text, String reason) throws IOException {
        Files.writeString(file, text.replace("\\n", "\n"));
        assertThatThrownBy(() -> Configuration.load(file))
                .isInstanceOfSatisfying(OmertaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
                    assertThat(e.getMessage()).doesNotContain("\n");
                })
                .hasMessageStartingWith("could not read " + file + ": line ")
                .hasMessageContaining(reason);
    }

    @Test
    void capacity_isAllProcessorsThreeQuartersOfMemoryAndHalfOfTheFreeDisk() {
        long gibibyte = 1L << 30;
        assertThat(Configuration.defaults().lending().capacity(8, 16 * gibibyte, 21 * gibibyte))
                .isEqualTo(new Resources(8, 12 * gibibyte, 21 * gibibyte / 2));
        assertThat(new Configuration.Lending(
                                true,
                                OptionalInt.of(2),
                                OptionalLong.of(512),
                                OptionalLong.of(64),
                                List.of(),
                                VpnServers.PUBLIC)
                        .capacity(8, gibibyte, gibibyte))
                .isEqualTo(new Resources(2, gibibyte / 2, 64 << 20));
        assertThat(new Configuration.Lending(
                                false,
                                OptionalInt.of(2),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                List.of(),
                                VpnServers.PUBLIC)
                        .capacity(8, gibibyte, gibibyte))
                .isEqualTo(Resources.NONE);
    }

    @Test
    void hubRange_numbersItsAddresses() {
        HubRange range = HubRange.parse("10.0.0.0/16");
        assertThat(HubRange.format(range.hubAddress())).isEqualTo("10.0.0.1");
        assertThat(HubRange.format(range.guestAddress(0))).isEqualTo("10.0.0.2");
        assertThat(range.guests()).isEqualTo(65_533);
        assertThat(HubRange.format(range.guestAddress(range.guests() - 1))).isEqualTo("10.0.255.254");
        assertThat(HubRange.parse("192.168.7.0/24")).hasToString("192.168.7.0/24");
        assertThatThrownBy(() -> range.guestAddress(65_533)).isInstanceOf(IllegalArgumentException.class);
    }
}
