package io.omerta.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.omerta.cli.session.TimeSpan;
import io.omerta.core.job.Blob;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "512,512",
        "512M,512",
        "512MB,512",
        "512MiB,512",
        "2G,2048",
        "2 g,2048",
        "1T,1048576",
        "16384K,16",
        "16,16"
    })
    void memory_valid_isRead(String text, long megabytes) {
        assertThat(new MemorySize().convert(text)).isEqualTo(megabytes << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "15",
                "-1",
                "1.5G",
                "many",
                "512X",
                "9223372036854775808",
                "99999999999999999999999T",
                "17T",
                "１"
            })
    void memory_invalid_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MemorySize().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"2048,2048", "512M,512", "20G,20480", "1T,1048576", "16385K,17", "16,16"})
    void disk_valid_isReadInWholeMegabytes(String text, long megabytes) {
        assertThat(new DiskSize().convert(text)).isEqualTo(megabytes << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "15", "-1", "1.5G", "all", "1025G", "99999999999999999999999T"})
    void disk_invalid_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DiskSize().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"90s,90000", "10m,600000", "1h30m,5400000", "500ms,500", "45,45000", "2d,172800000"})
    void timeLimit_valid_isRead(String text, long milliseconds) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "-5s", "soon", "1x", "1h 30m", "366d", "9999999999s", "999999999d"})
    void timeLimit_invalid_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeSpan().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1025", "two", "1.5", "99999999999", ""})
    void cpus_invalid_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuCount().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "80:", ":80", "80:0", "a", "80:80:80", "-1", ""})
    void exposure_invalid_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Exposure.Converter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "=x", "1A=x", "A B=x", ""})
    void variable_invalid_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Variable().convert(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.py|x=1|python",
                "a.sh|echo|sh",
                "a.bash|echo|bash",
                "tool|#!/usr/bin/env python3|python",
                "tool|#!/bin/sh -e|sh",
                "tool|#! /usr/bin/perl|perl",
                "tool|echo hi|bash",
                "-|echo hi|bash"
            })
    void language_ofAFile_isGuessed(String name, String source, String language) {
        assertThat(Language.of(name, Blob.ofText(source))).isEqualTo(language);
    }

    @Test
    void retry_withAnOptionChanged_canBePasted() {
        assertThat(new RetryCommand(List.of("submit", "--memory=64", "--script", "it's")).with("--memory", "128"))
                .isEqualTo("omerta submit --memory=128 --script 'it'\\''s'");
        assertThat(new RetryCommand(List.of("run", "--", "x", "--memory", "1")).with("--memory", "128"))
                .isEqualTo("omerta run --memory 128 -- x --memory 1");
        assertThat(new RetryCommand(List.of("submit", "--script", "a\nb")).with("--memory", "128"))
                .isEqualTo("the same with --memory 128");
        assertThat(new RetryCommand(List.of()).with("--memory", "128")).isEmpty();
    }
}
