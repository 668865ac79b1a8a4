package io.omerta.cli.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.network.CreatorKey;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.JoinLink;
import io.omerta.core.network.NetworkKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes are read by zbarimg, which knows nothing of how they were drawn. */
class KeyCodeTest {
    private static final Identity CREATOR = Identity.generate(new SecureRandom());
    private static final JoinLink LINK = new JoinLink(
            NetworkKey.random(new SecureRandom()),
            "My Team",
            List.of(
                    Endpoint.of("192.168.178.31", 50_051).withPeer(CREATOR.peerId()),
                    Endpoint.of("127.0.0.1", 50_051).withPeer(CREATOR.peerId())),
            Instant.parse("2026-11-22T12:01:00Z"),
            Optional.of(CreatorKey.of(CREATOR)));

    @TempDir
    Path folder;

    @Test
    void code_onAScreenOf80By24_isReadAndIsTheKey() throws Exception {
        List<String> lines =
                KeyCode.fitting(LINK, ScreenSize.USUAL).orElseThrow().lines();
        assertThat(lines).hasSizeLessThanOrEqualTo(23).allMatch(line -> line.length() <= 80);
        assertThat(JoinLink.parse(CodeReader.keyIn(photographed(lines)))).isEqualTo(LINK);
    }

    @Test
    void code_onALargeScreen_isTheWholeLink() throws Exception {
        List<String> lines =
                KeyCode.fitting(LINK, new ScreenSize(60, 120)).orElseThrow().lines();
        assertThat(CodeReader.keyIn(photographed(lines))).isEqualTo(LINK.format());
    }

    @Test
    void code_inAFile_isTheWholeLink() throws Exception {
        Path file = Files.write(
                folder.resolve("key.png"), KeyCode.whole(LINK).orElseThrow().png());
        assertThat(CodeReader.keyIn(file)).isEqualTo(LINK.format());
    }

    @Test
    void screenIsTooSmall_forThatKey_saysHowLargeItHasToBe() {
        assertThat(KeyCode.fitting(LINK, new ScreenSize(20, 80))).isEmpty();
        assertThat(KeyCode.fitting(LINK, new ScreenSize(1, 1))).isEmpty();
        ScreenSize needed = KeyCode.smallestScreen(LINK).orElseThrow();
        assertThat(KeyCode.fitting(LINK, needed)).isPresent();
        assertThat(KeyCode.fitting(LINK, new ScreenSize(needed.rows() - 1, needed.columns())))
                .isEmpty();
        assertThat(KeyCode.fitting(LINK, new ScreenSize(needed.rows(), needed.columns() - 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"24 80,24,80", "50 132,50,132", "0 0,24,80", "'',24,80", "stty: error,24,80", "99999 1,24,80"})
    void size_asSttyTellsIt_isRead(String told, int rows, int columns) {
        assertThat(ScreenSize.parse(told)).isEqualTo(new ScreenSize(rows, columns));
    }

    @Test
    void picture_withoutACode_isRefused() throws Exception {
        Path blank = Files.write(folder.resolve("blank.png"), Png.write(64, (x, y) -> false));
        Path text = Files.writeString(folder.resolve("text.png"), "hello");
        for (Path picture : List.of(blank, text, folder.resolve("none.png"))) {
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> CodeReader.keyIn(picture))
                    .withMessageStartingWith("could not read a key from " + picture + ": no ")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        }
    }

    /** A dark screen whose cells are twice as high as wide, with the lines at its top. */
    private Path photographed(List<String> lines) throws Exception {
        int cell = 8;
        Png.Picture screen = (x, y) -> {
            int row = y / (2 * cell);
            int column = x / cell;
            if (row >= lines.size() || column >= lines.get(row).length()) {
                return true;
            }
            boolean upper = y % (2 * cell) < cell;
            return switch (lines.get(row).charAt(column)) {
                case '█' -> false;
                case '▀' -> !upper;
                case '▄' -> upper;
                default -> true;
            };
        };
        return Files.write(folder.resolve("screen.png"), Png.write(120 * cell, screen));
    }
}
