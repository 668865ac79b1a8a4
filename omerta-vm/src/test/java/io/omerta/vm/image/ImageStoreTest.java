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
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    @TempDir
    Path directory;

    @Test
    void emptyStore_onCurrent_saysHowToGetOne() {
        expect(store(), ErrorCode.MISSING_PREREQUISITE, "could not find a guest image in " + directory);
        expect(
                new ImageStore(directory.resolve("none"), rules()),
                ErrorCode.MISSING_PREREQUISITE,
                "could not find a guest image");
    }

    @Test
    void severalImages_onCurrent_givesTheNewestThatMayRun() throws IOException {
        image("old", "amd64", false, 1);
        image("new", "amd64", false, 2);
        image("test", "amd64", true, 3);
        image("foreign", "arm64", false, 4);
        assertThat(store().current().directory()).isEqualTo(directory.resolve("new"));
    }

    @Test
    void onlyRefusedImages_onCurrent_givesTheReasonOfTheNewest() throws IOException {
        image("foreign", "arm64", false, 1);
        image("test", "amd64", true, 2);
        expect(store(), ErrorCode.NOT_PERMITTED, "test image");
    }

    @Test
    void brokenImage_onCurrent_isNotPassedOver() throws IOException {
        image("old", "amd64", false, 1);
        image("new", "amd64", false, 2);
        Files.writeString(directory.resolve("new/vmlinux"), "KERNEL");
        expect(store(), ErrorCode.CORRUPT_FILE, "SHA-256");
    }

    @Test
    void imageItself_asStore_isFound() throws IOException {
        image("only", "amd64", false, 1);
        assertThat(new ImageStore(directory.resolve("only"), rules()).current().directory())
                .isEqualTo(directory.resolve("only"));
    }

    @Test
    void fileThatChanges_afterCurrent_isNoticed() throws IOException {
        image("only", "amd64", false, 1);
        ImageStore store = store();
        assertThat(store.current().digest()).isEqualTo(store.current().digest());
        Path kernel = directory.resolve("only/vmlinux");
        Files.writeString(kernel, "KERNEL");
        Files.setLastModifiedTime(kernel, FileTime.from(Instant.ofEpochSecond(5)));
        expect(store, ErrorCode.CORRUPT_FILE, "SHA-256");
    }

    @Test
    void jobs_onChoose_getTheImageTheyNeed() throws IOException {
        ImageStore store = new ImageStore(directory, new ImageRules(Architecture.ofHost(), false));
        ImageDigest ruby = new ImageDigest(StandInImage.create(directory.resolve("ruby"), List.of("ruby /usr/bin/ruby"))
                .digest());
        built("ruby", 1);
        ImageDigest plain =
                new ImageDigest(StandInImage.create(directory.resolve("plain")).digest());
        built("plain", 2);
        assertThat(chosen(store, Optional.empty(), Optional.empty())).isEqualTo(plain.text());
        assertThat(chosen(store, Optional.empty(), Optional.of("bash"))).isEqualTo(plain.text());
        assertThat(chosen(store, Optional.empty(), Optional.of("ruby"))).isEqualTo(ruby.text());
        assertThat(chosen(store, Optional.empty(), Optional.of("cobol"))).isEqualTo(plain.text());
        assertThat(chosen(store, Optional.of(ruby), Optional.of("bash"))).isEqualTo(ruby.text());
        assertThat(store.usable()).extracting(GuestImage::digest).containsExactly(plain.text(), ruby.text());

        ImageDigest nobodys = new ImageDigest("sha256:" + "0".repeat(64));
        assertThatThrownBy(() -> store.choose(ImageNeed.of(nobodys)))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void jobWithGraphicsCard_onChoose_getsAnImageWithDrivers_othersDoNot() throws IOException {
        ImageStore store = new ImageStore(directory, new ImageRules(Architecture.ofHost(), false));
        String plain = StandInImage.create(directory.resolve("plain")).digest();
        built("plain", 1);
        ImageNeed withCard = new ImageNeed(Optional.empty(), Optional.of("bash"), true);
        assertThatThrownBy(() -> store.choose(withCard)).isInstanceOfSatisfying(OmertaException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(e.hint()).isEqualTo("omerta image build --gpu");
        });
        String drivers = StandInImage.createWithDrivers(directory.resolve("gpu"), List.of("amdgpu"))
                .digest();
        built("gpu", 2);
        assertThat(store.choose(withCard).digest()).isEqualTo(drivers);
        assertThat(chosen(store, Optional.empty(), Optional.of("bash"))).isEqualTo(plain);
        assertThat(store.current().digest()).isEqualTo(plain);
        assertThat(store.choose(new ImageNeed(Optional.of(new ImageDigest(plain)), Optional.empty(), true))
                        .digest())
                .isEqualTo(plain);
    }

    @Test
    void onlyImageWithDrivers_isTheCurrentOne() throws IOException {
        ImageStore store = new ImageStore(directory, new ImageRules(Architecture.ofHost(), false));
        String drivers = StandInImage.createWithDrivers(directory.resolve("gpu"), List.of("amdgpu"))
                .digest();
        assertThat(store.current().digest()).isEqualTo(drivers);
    }

    private static String chosen(ImageStore store, Optional<ImageDigest> asked, Optional<String> language) {
        return store.choose(new ImageNeed(asked, language, false)).digest();
    }

    private void built(String name, long seconds) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve(name).resolve("manifest.json"), FileTime.from(Instant.ofEpochSecond(seconds)));
    }

    private void image(String name, String architecture, boolean test, long built) throws IOException {
        StandInImage.write(directory.resolve(name), architecture, test);
        built(name, built);
    }

    private ImageStore store() {
        return new ImageStore(directory, rules());
    }

    private static ImageRules rules() {
        return new ImageRules(Architecture.AMD64, false);
    }

    private static void expect(ImageStore store, ErrorCode code, String reason) {
        assertThatThrownBy(store::current)
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(reason);
    }
}
