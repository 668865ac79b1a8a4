package io.omerta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OmertaHomeTest {
    private static final Path USER = Path.of("/home/somebody");

    @TempDir
    Path folder;

    @Test
    void of_picksThePlatformsPlace() {
        assertThat(root(Map.of(), "Linux")).hasToString("/home/somebody/.local/share/omerta");
        assertThat(root(Map.of(), "Mac OS X")).hasToString("/home/somebody/Library/Application Support/Omerta");
        assertThat(root(Map.of("XDG_DATA_HOME", "/data"), "Linux")).hasToString("/data/omerta");
        assertThat(root(Map.of("XDG_DATA_HOME", "data"), "Linux")).hasToString("/home/somebody/.local/share/omerta");
        assertThat(root(Map.of("OMERTA_HOME", "/x/../y", "XDG_DATA_HOME", "/data"), "Linux"))
                .hasToString("/y");
        assertThat(root(Map.of("OMERTA_HOME", " "), "Linux")).hasToString("/home/somebody/.local/share/omerta");
    }

    @Test
    void of_takesImagesFromElsewhere() {
        OmertaHome home = OmertaHome.of(Map.of("OMERTA_HOME", "/x", "OMERTA_IMAGES", "/images"), "Linux", USER);
        assertThat(home.images()).hasToString("/images");
        assertThat(OmertaHome.at(Path.of("/x")).images()).hasToString("/x/images");
    }

    @Test
    void of_withTooLongSocketPath_isRefused() {
        Map<String, String> environment = Map.of("OMERTA_HOME", "/" + "x".repeat(100));
        assertThatThrownBy(() -> OmertaHome.of(environment, "Linux", USER))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                .hasMessageContaining("the path of its socket has 114 bytes");
    }

    @Test
    void prepare_makesPrivateFolders_andIsRepeatable() throws IOException {
        OmertaHome home = OmertaHome.at(folder.resolve("a/b"));
        home.prepare();
        home.prepare();
        for (Path made : new Path[] {home.root(), home.identity(), home.logs(), home.run(), home.jobs(), home.lent()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
        assertThat(home.images()).isDirectory();
        try (var files = Files.list(home.root())) {
            assertThat(files).allMatch(Files::isDirectory);
        }
    }

    @Test
    void prepare_onOpenFolder_refusesWithARemedy() throws IOException {
        Path root = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(OmertaHome.at(root)::prepare)
                .isInstanceOfSatisfying(OmertaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_PERMITTED);
                    assertThat(e.hint()).isEqualTo("chmod 700 " + root);
                })
                .hasMessageContaining("rwxr-xr-x");
    }

    @Test
    void prepare_onFile_isRefused() throws IOException {
        Path root = Files.createFile(folder.resolve("home"));
        assertThatThrownBy(OmertaHome.at(root)::prepare)
                .isInstanceOf(OmertaException.class)
                .hasMessage("could not use the folder " + root + ": it is not a folder");
    }

    private static Path root(Map<String, String> environment, String system) {
        return OmertaHome.of(environment, system, USER).root();
    }
}
