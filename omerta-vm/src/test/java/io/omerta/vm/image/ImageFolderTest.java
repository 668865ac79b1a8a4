package io.omerta.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import io.omerta.vm.standin.StandInImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path directory;

    @Test
    void image_onFind_answersToNameDigestAndPrefix() throws IOException {
        ImageDigest digest = write("one", "amd64");
        write("two", "arm64");
        String hex = digest.text().substring("sha256:".length());
        for (String reference :
                List.of("one", digest.text(), hex, hex.substring(0, 4), "sha256:" + hex.substring(0, 9))) {
            assertThat(folder().find(reference).name()).as(reference).isEqualTo("one");
        }
    }

    @Test
    void unknownReference_onFind_isNotFound() throws IOException {
        ImageDigest digest = write("one", "amd64");
        for (String reference : List.of("three", "", digest.text().substring(7, 10), "..", "sha256:")) {
            expect(ErrorCode.NOT_FOUND, () -> folder().find(reference));
        }
    }

    @Test
    void copyUnderAnotherName_onFind_isNoAmbiguity() throws IOException {
        ImageDigest digest = write("one", "amd64");
        write("copy", "amd64");
        assertThat(folder().find(digest.shortText()).digest()).isEqualTo(digest);
    }

    @Test
    void brokenManifest_onList_isToldApart() throws IOException {
        write("one", "amd64");
        write("broken", "amd64");
        Files.writeString(directory.resolve("broken/manifest.json"), "{}");
        List<OmertaException> unreadable = new ArrayList<>();
        assertThat(folder().list(unreadable::add))
                .extracting(ImageDescription::name)
                .containsExactly("one");
        assertThat(unreadable).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("broken"));
    }

    @Test
    void unfinishedImage_onList_isInvisible() throws IOException {
        write(".import.1.x", "amd64");
        assertThat(folder().list(_ -> {})).isEmpty();
        expect(ErrorCode.NOT_FOUND, () -> folder().find(".import.1.x"));
    }

    @Test
    void image_onRemove_isGone() throws IOException {
        write("one", "amd64");
        write("two", "arm64");
        folder().remove(folder().find("one"));
        assertThat(directory.toFile().list()).containsExactly("two");
    }

    /** A link in an image leads nowhere. */
    @Test
    void linkInAnImage_onRemove_leavesWhatItPointsTo() throws IOException {
        write("one", "amd64");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "kept");
        Files.createSymbolicLink(directory.resolve("one/link"), elsewhere);
        folder().remove(folder().find("one"));
        assertThat(elsewhere.resolve("file")).hasContent("kept");
        assertThat(directory.toFile().list()).containsExactly("elsewhere");
    }

    @Test
    void currentImage_isTheNewestThatThisHostMayRun() throws IOException {
        write("own", "amd64");
        write("foreign", "arm64");
        ImageRules rules = new ImageRules(Architecture.AMD64, false);
        assertThat(folder().current(rules))
                .hasValueSatisfying(image -> assertThat(image.name()).isEqualTo("own"));
        assertThat(folder().find("foreign").problem(rules)).contains("it is for arm64, this machine is amd64");
    }

    private ImageDigest write(String name, String architecture) throws IOException {
        StandInImage.write(directory.resolve(name), architecture, false);
        return ImageFolder.describe(directory.resolve(name)).digest();
    }

    private ImageFolder folder() {
        return new ImageFolder(directory);
    }

    private static void expect(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(OmertaException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.hint()).isEqualTo("omerta image list");
        });
    }
}
