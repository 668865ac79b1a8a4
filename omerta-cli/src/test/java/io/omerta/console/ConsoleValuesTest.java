package io.omerta.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleValuesTest {
    @Test
    void json_ofHostileText_isEscaped() {
        assertThat(Json.document().put("a", "\"\\\n\u0000\u001b\ud800é😀").toString())
                .isEqualTo("{\"v\":1,\"a\":\"\\\"\\\\\\n\\u0000\\u001b\\ud800é\\ud83d\\ude00\"}");
    }

    @Test
    void json_nested_isWellFormed() {
        assertThat(Json.object()
                        .putObjects("a", List.of(Json.object(), Json.object().put("b", true)))
                        .putStrings("c", List.of("d", "e"))
                        .putTime("never", 0)
                        .putTime("t", 1_000)
                        .toString())
                .isEqualTo("{\"a\":[{},{\"b\":true}],\"c\":[\"d\",\"e\"],\"t\":\"1970-01-01T00:00:01Z\"}");
    }

    @Test
    void printable_ofEscapesAndOverrides_isHarmless() {
        assertThat(Printable.line("a\u001b[31mb\u202ec\nd")).isEqualTo("a\uFFFD[31mb\uFFFDc\uFFFDd");
    }

    @Test
    void table_tooWide_cutsItsWidestColumn() {
        List<String> lines =
                new Table("A", "B", "C").row("x".repeat(90), "日本", "c").lines();
        assertThat(lines).allMatch(line -> Printable.columns(line) <= Table.MAX_COLUMNS);
        assertThat(lines.get(1)).endsWith("…  日本  c");
    }

    @ParameterizedTest
    @CsvSource({
        "40,0.04 s",
        "100,0.10 s",
        "400,0.4 s",
        "2400,2.4 s",
        "94960,95.0 s",
        "100000,1 min 40 s",
        "7200000,2 h",
        "90000000,25 h",
        "180000000,2 d 2 h"
    })
    void duration_isReadable(long milliseconds, String text) {
        assertThat(Figures.duration(Duration.ofMillis(milliseconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 bytes",
        "1023,1023 bytes",
        "1536,1.5 KiB",
        "536870912,512 MiB",
        "4294967296,4 GiB",
        "8053063680,7.5 GiB"
    })
    void size_isReadable(long bytes, String text) {
        assertThat(Figures.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22T08:05:00Z,08:05", "2026-03-01T08:05:00Z,1 Mar", "2025-11-22T08:05:00Z,2025-11-22"})
    void time_isAsShortAsItCanBe(Instant time, String text) {
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);
        assertThat(Figures.time(time.toEpochMilli(), clock)).isEqualTo(text);
        assertThat(Figures.time(0, clock)).isEqualTo("-");
    }

    @ParameterizedTest
    @CsvSource({"staus,status", "jbos,jobs", "Submit,submit", "netwrok,network"})
    void didYouMean_ofASlip_findsTheWord(String typed, String meant) {
        assertThat(DidYouMean.nearest(typed, List.of("status", "jobs", "submit", "network")))
                .contains(meant);
    }

    @Test
    void didYouMean_ofSomethingElse_findsNothing() {
        assertThat(DidYouMean.nearest("frobnicate", List.of("status", "jobs"))).isEmpty();
    }
}
