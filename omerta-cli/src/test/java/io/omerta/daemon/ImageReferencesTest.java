package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.ImageDigest;
import io.omerta.vm.image.ImageDescription;
import io.omerta.vm.image.ImageFolder;
import io.omerta.vm.standin.StandInImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageReferencesTest {
    private static final ImageDigest FIRST = new ImageDigest("sha256:abcd11" + "0".repeat(58));
    private static final ImageDigest SECOND = new ImageDigest("sha256:abcd22" + "0".repeat(58));

    @TempDir
    Path directory;

    private List<ImageDescription> own = List.of();

    @BeforeEach
    void write() throws IOException {
        StandInImage.create(directory.resolve("numbers"));
        own = new ImageFolder(directory).list(_ -> {});
    }

    @Test
    void reference_isANameHereOrADigestAnywhere() {
        ImageDigest numbers = own.getFirst().digest();
        assertThat(resolve("numbers")).isEqualTo(numbers);
        assertThat(resolve(numbers.shortText())).isEqualTo(numbers);
        assertThat(resolve("abcd11")).isEqualTo(FIRST);
        assertThat(resolve(SECOND.text())).isEqualTo(SECOND);
    }

    @Test
    void wholeDigestThatNobodyHas_isTaken() {
        String text = "sha256:" + "77".repeat(32);
        assertThat(resolve(text).text()).isEqualTo(text);
    }

    @Test
    void prefixOfSeveral_isAmbiguous() {
        expect("abcd", ErrorCode.AMBIGUOUS, "the digests of 2 begin with \"abcd\"");
    }

    @Test
    void unknownName_isNotFoundWithTheNearest() {
        expect(
                "number",
                ErrorCode.NOT_FOUND,
                "could not find the image \"number\", neither here nor at a peer; did you mean \"numbers\"?");
    }

    private ImageDigest resolve(String reference) {
        return ImageReferences.resolve(reference, own, List.of(FIRST, SECOND, FIRST));
    }

    private void expect(String reference, ErrorCode code, String message) {
        assertThatThrownBy(() -> resolve(reference))
                .isInstanceOfSatisfying(OmertaException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.hint()).isNotEmpty();
                })
                .hasMessageContaining(message);
    }
}
