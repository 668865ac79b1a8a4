package io.omerta.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.Sha256;
import io.omerta.vm.standin.StandInImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestImageTest {
    private static final ImageRules RULES = new ImageRules(Architecture.AMD64, false);

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        StandInImage.write(directory, "amd64", false);
    }

    @Test
    void wholeImage_onOpen_isKnownByItsDigest() {
        GuestImage image = GuestImage.open(directory, RULES);
        assertThat(image.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(image.kernelRelease()).isEqualTo("6.1.0-standin");
        assertThat(image.languages()).containsEntry("python", List.of("/usr/bin/python3"));
        assertThat(image.kernel()).hasContent("kernel");
        assertThat(image.drivers()).isEmpty();
        assertThat(image.isTest()).isFalse();
    }

    @Test
    void imageWithDrivers_onOpen_tellsThem_andHasAnotherDigest() throws IOException {
        String without = GuestImage.open(directory, RULES).digest();
        GuestImage image = StandInImage.createWithDrivers(directory, List.of("amdgpu", "virtio-gpu"));
        assertThat(image.drivers()).containsExactly("amdgpu", "virtio-gpu");
        assertThat(image.digest()).isNotEqualTo(without);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v\": 2|\"v\": 3|v: 3",
                "\"v\": 2|\"v\": 1|packages: unknown to version 1",
                "\"v\": 2|\"v\": 2, \"w\": 1|unknown field \"w\"",
                "\"v\": 2|\"v\": 2, \"v\": 2|uplicate",
                "\"v\": 2,||\"v\": missing",
                "\"arch\": \"amd64\",||arch: is missing",
                "\"digest\": \"sha256:|\"digest\": \"sha256:0|digest: does not fit",
                "\"kernel\": \"6.1.0-standin\"|\"kernel\": \"6.1 rm -rf\"|kernel:",
                "\"vmlinux\"|\"../vmlinux\"|cannot be a name",
                "\"vmlinux\"|\"vmlinux2\"|vmlinux is missing",
                "\"bytes\": 6|\"bytes\": \"6\"|bytes",
                "\"bytes\": 6|\"bytes\": 0|bytes: 0",
                "\"agent_protocol\": 1|\"agent_protocol\": 2|agent_protocol: 2",
                "[\"/bin/sh\"]|[]|sh has no program",
                "[\"/bin/sh\"]|[\"sh\"]|sh has no program",
                "[\"/bin/sh\"]|[\"/bin/sh -e\"]|sh has a command that cannot be one",
                "[\"/bin/sh\"]|[\"/bin/sh\", \"-e\"]|digest: does not fit",
                "\"arch\": \"amd64\"|\"arch\": \"arm64\"|digest: does not fit",
                "\"5.2.15-2\"|\"5.2.15-3\"|digest: does not fit",
                "\"5.2.15-2\"|\"5 2\"|bash has no version",
                "\"added\": []|\"added\": [\"bash\"]|digest: does not fit",
                "\"added\": []|\"added\": [\"zsh\"]|no package of it",
                "\"added\": []|\"added\": [], \"drivers\": [\"amdgpu\"]|digest: does not fit",
                "\"added\": []|\"added\": [], \"drivers\": [\"../amdgpu\"]|cannot be a name",
                "\"added\": []|\"added\": [], \"drivers\": \"amdgpu\"|drivers",
                "\"root.squashfs\"|\"manifest.json\"|the manifest cannot be among them",
                "\"test\": false|\"test\": true|digest: does not fit",
                "\"test\": false|\"test\": null|test",
                "}|]|not JSON"
            })
    void manifest_thatSaysAnythingElse_isRefused(String was, String is, String reason) throws IOException {
        Path manifest = directory.resolve("manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains(was);
        Files.writeString(manifest, text.replaceFirst(java.util.regex.Pattern.quote(was), is == null ? "" : is));
        assertThatThrownBy(() -> GuestImage.open(directory, RULES)).isInstanceOfSatisfying(OmertaException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
            assertThat(e).hasMessageContaining(manifest.toString()).hasMessageContaining(reason);
            assertThat(e.hint()).isNotEmpty();
        });
    }

    /** Images that were built before manifests named packages. */
    @Test
    void versionOne_onOpen_isRead() throws IOException {
        StringBuilder names = new StringBuilder();
        StringBuilder files = new StringBuilder();
        for (String name : List.of("initramfs.cpio", "root.squashfs", "vmlinux")) {
            String digest = Sha256.ofFile(directory.resolve(name));
            names.append(name).append(' ').append(digest).append('\n');
            files.append(files.isEmpty() ? "" : ", ")
                    .append("\"%s\": {\"sha256\": \"%s\", \"bytes\": %d}"
                            .formatted(name, digest, Files.size(directory.resolve(name))));
        }
        String digest = Sha256.hex(names.toString().getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                directory.resolve("manifest.json"),
                ("{\"v\": 1, \"digest\": \"sha256:%s\", \"arch\": \"amd64\", \"kernel\": \"6.1\", \"files\": {%s},"
                                + " \"languages\": {\"sh\": [\"/bin/sh\"]}, \"agent_protocol\": 1, \"test\": false}")
                        .formatted(digest, files));
        assertThat(GuestImage.open(directory, RULES).digest()).isEqualTo("sha256:" + digest);
    }

    @Test
    void changedFile_onOpen_isRefused() throws IOException {
        Files.writeString(directory.resolve("vmlinux"), "kerneL");
        expect(ErrorCode.CORRUPT_FILE, "its SHA-256 is");
    }

    @Test
    void cutFile_onOpen_isRefused() throws IOException {
        Files.writeString(directory.resolve("vmlinux"), "kern");
        expect(ErrorCode.CORRUPT_FILE, "4 bytes, 6 expected");
    }

    @Test
    void missingFile_onOpen_isRefused() throws IOException {
        Files.delete(directory.resolve("root.squashfs"));
        expect(ErrorCode.CORRUPT_FILE, "root.squashfs");
    }

    @Test
    void otherArchitecture_onOpen_isRefused() throws IOException {
        StandInImage.write(directory, "arm64", false);
        expect(ErrorCode.INVALID_INPUT, "it is for arm64, this machine is amd64");
    }

    @Test
    void testImage_onOpen_isRefusedUnlessAllowed() throws IOException {
        StandInImage.write(directory, "amd64", true);
        expect(ErrorCode.NOT_PERMITTED, "test image");
        assertThat(GuestImage.open(directory, new ImageRules(Architecture.AMD64, true))
                        .isTest())
                .isTrue();
    }

    private void expect(ErrorCode code, String reason) {
        assertThatThrownBy(() -> GuestImage.open(directory, RULES))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(reason);
    }
}
