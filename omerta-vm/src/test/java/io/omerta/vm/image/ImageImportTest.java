package io.omerta.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.standin.StandInImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageImportTest {
    private static final List<String> NAMES = List.of("manifest.json", "initramfs.cpio", "root.squashfs", "vmlinux");

    @TempDir
    Path directory;

    private Path archive;
    private ImageFolder images;

    @BeforeEach
    void write() throws IOException {
        archive = directory.resolve("image.tar");
        StandInImage.write(directory.resolve("there/one"), "amd64", false);
        images = new ImageFolder(directory.resolve("here"));
    }

    @Test
    void exportedImage_onImport_isTheSame() throws IOException {
        ImageDescription original = new ImageFolder(directory.resolve("there")).find("one");
        ImageArchive.write(original, archive);
        byte[] first = Files.readAllBytes(archive);
        ImageArchive.write(original, archive);
        assertThat(Files.readAllBytes(archive)).as("the same bytes again").isEqualTo(first);

        ImageDescription imported = new ImageImport(images, archive).add("copy");
        assertThat(imported.digest()).isEqualTo(original.digest());
        assertThat(imported.name()).isEqualTo("copy");
        GuestImage opened = GuestImage.openAny(directory.resolve("here/copy"));
        assertThat(opened.kernel()).hasContent("kernel");
        assertThat(names(directory.resolve("here"))).containsExactly("copy");
        assertThat(names(directory.resolve("here/copy"))).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void damagedImage_onExport_isRefusedAndLeavesNoFile() throws IOException {
        ImageDescription original = new ImageFolder(directory.resolve("there")).find("one");
        Files.writeString(directory.resolve("there/one/vmlinux"), "kerneL");
        assertThatThrownBy(() -> ImageArchive.write(original, archive))
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE));
        assertThat(names(directory)).containsExactly("there");
    }

    @Test
    void nameThatIsTaken_onImport_isRefusedUnlessItIsThisVeryImage() throws IOException {
        tar(tar -> NAMES.forEach(name -> file(tar, name)));
        new ImageImport(images, archive).add("one");
        assertThat(new ImageImport(images, archive).add("one").name()).isEqualTo("one");

        StandInImage.write(directory.resolve("here/other"), "amd64", true);
        expect(ErrorCode.ALREADY_EXISTS, "there is another image called \"other\"", "other");
        assertThat(names(directory.resolve("here"))).containsExactlyInAnyOrder("one", "other");
    }

    static Stream<Arguments> hostile() {
        byte[] kernel = "kernel".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                broken("nothing at all", "ends before manifest.json", (test, tar) -> {}),
                broken("the manifest alone", "ends before initramfs.cpio", (test, tar) -> test.file(tar, NAMES.get(0))),
                broken("a file missing", "ends before vmlinux", (test, tar) -> test.files(tar, 3)),
                broken("a file first", "where manifest.json should be", (test, tar) -> test.file(tar, NAMES.get(1))),
                broken("one more", "an entry \"more\" too many", (test, tar) -> {
                    test.files(tar, 4);
                    put(tar, "more", kernel);
                }),
                broken("one twice", "where root.squashfs, vmlinux should be", (test, tar) -> {
                    test.files(tar, 2);
                    test.file(tar, NAMES.get(1));
                }),
                broken("a way out", "an entry \"../vmlinux\" where", (test, tar) -> {
                    test.files(tar, 3);
                    put(tar, "../vmlinux", kernel);
                }),
                broken("an absolute path", "an entry \"/etc/passwd\" where", (test, tar) -> {
                    test.files(tar, 3);
                    put(tar, "/etc/passwd", kernel);
                }),
                broken("a folder", "is not a plain file", (test, tar) -> entry(tar, "vmlinux/", TarConstants.LF_DIR)),
                broken("a symbolic link", "is not a plain file", (test, tar) -> {
                    test.files(tar, 3);
                    entry(tar, "vmlinux", TarConstants.LF_SYMLINK);
                }),
                broken("a hard link", "is not a plain file", (test, tar) -> {
                    test.files(tar, 3);
                    entry(tar, "vmlinux", TarConstants.LF_LINK);
                }),
                broken("a device", "is not a plain file", (test, tar) -> {
                    test.files(tar, 3);
                    entry(tar, "vmlinux", TarConstants.LF_BLK);
                }),
                broken("other bytes", "vmlinux is not the one of its manifest", (test, tar) -> {
                    test.files(tar, 3);
                    put(tar, "vmlinux", "kerneL".getBytes(StandardCharsets.UTF_8));
                }),
                broken("more bytes", "vmlinux is not the one of its manifest", (test, tar) -> {
                    test.files(tar, 3);
                    put(tar, "vmlinux", "kernel ".getBytes(StandardCharsets.UTF_8));
                }),
                broken("a manifest that lies", "digest: does not fit", (test, tar) -> {
                    put(
                            tar,
                            "manifest.json",
                            test.text("manifest.json")
                                    .replace("5.2.15", "5.2.16")
                                    .getBytes(StandardCharsets.UTF_8));
                }),
                broken("no manifest", "manifest is broken", (test, tar) -> put(tar, "manifest.json", kernel)),
                broken(
                        "a huge manifest",
                        "has 2097152 bytes",
                        (test, tar) -> put(tar, "manifest.json", new byte[2 << 20])),
                broken("a name without end", "its headers do not end", (test, tar) -> {
                    TarArchiveEntry name =
                            new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
                    put(tar, name, new byte[1 << 20]);
                }));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("hostile")
    void anythingElse_onImport_isRefusedAndLeavesNothing(String what, String reason, Attempt attempt)
            throws IOException {
        tar(tar -> attempt.write(this, tar));
        expect(ErrorCode.CORRUPT_FILE, reason, "one");
        assertThat(names(directory.resolve("here"))).isEmpty();
        assertThat(names(directory)).containsExactlyInAnyOrder("here", "there", "image.tar");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 600, 2000, 2600, 4000})
    void cutArchive_onImport_isRefusedAndLeavesNothing(int bytes) throws IOException {
        tar(tar -> NAMES.forEach(name -> file(tar, name)));
        Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), bytes));
        expect(ErrorCode.CORRUPT_FILE, "could not import", "one");
        assertThat(names(directory.resolve("here"))).isEmpty();
    }

    @Test
    void noise_onImport_isRefused() throws IOException {
        byte[] noise = new byte[200_000];
        new Random(7).nextBytes(noise);
        Files.write(archive, noise);
        expect(ErrorCode.CORRUPT_FILE, "no tar archive", "one");
    }

    /** Bits of the first header, one at a time: never anything but a refusal or the same image. */
    @Test
    void flippedBits_inAHeader_neverImportAnythingElse() throws IOException {
        tar(tar -> NAMES.forEach(name -> file(tar, name)));
        byte[] good = Files.readAllBytes(archive);
        String digest =
                new ImageFolder(directory.resolve("there")).find("one").digest().text();
        for (int bit = 0; bit < 512 * 8; bit += 7) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(archive, bad);
            try {
                ImageDescription imported = new ImageImport(images, archive).add("one");
                assertThat(imported.digest().text()).isEqualTo(digest);
                images.remove(imported);
            } catch (OmertaException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
            }
        }
        assertThat(names(directory.resolve("here"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../x", "A", "a b", "-x", "x\t"})
    void nameThatCannotBeOne_onImport_isRefused(String name) throws IOException {
        tar(tar -> NAMES.forEach(file -> file(tar, file)));
        expect(ErrorCode.INVALID_INPUT, "as the name of an image", name);
    }

    @Test
    void leftoverOfAKilledImport_onNextImport_isDeleted() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = directory.resolve("here/.import." + ended.pid() + ".123");
        Path ours = directory.resolve("here/.import." + ProcessHandle.current().pid() + ".123");
        StandInImage.write(left.resolve("image"), "amd64", false);
        Files.createDirectories(ours);
        tar(tar -> NAMES.forEach(name -> file(tar, name)));
        new ImageImport(images, archive).add("one");
        assertThat(left).doesNotExist();
        assertThat(ours).exists();
    }

    @Test
    void missingFile_onImport_isNotFound() {
        expect(ErrorCode.NOT_FOUND, "the file cannot be read", "one");
    }

    private void expect(ErrorCode code, String reason, String name) {
        assertThatThrownBy(() -> new ImageImport(images, archive).add(name))
                .isInstanceOfSatisfying(OmertaException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).hasLineCount(1);
                    assertThat(e.hint()).isNotEmpty();
                })
                .hasMessageContaining(reason);
    }

    @FunctionalInterface
    interface Attempt {
        void write(ImageImportTest test, TarArchiveOutputStream tar);
    }

    private static Arguments broken(String what, String reason, Attempt attempt) {
        return Arguments.of(what, reason, attempt);
    }

    private void tar(Consumer<TarArchiveOutputStream> writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);
        writer.accept(tar);
        tar.close();
        Files.write(archive, bytes.toByteArray());
    }

    private void files(TarArchiveOutputStream tar, int count) {
        NAMES.subList(0, count).forEach(name -> file(tar, name));
    }

    private void file(TarArchiveOutputStream tar, String name) {
        put(tar, name, text(name).getBytes(StandardCharsets.UTF_8));
    }

    private String text(String name) {
        try {
            return Files.readString(directory.resolve("there/one").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) {
        put(tar, new TarArchiveEntry(name, true), content);
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) {
        try {
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void entry(TarArchiveOutputStream tar, String name, byte kind) {
        try {
            TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
            entry.setLinkName("/etc/passwd");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }
}
