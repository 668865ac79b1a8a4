package io.omerta.vm.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What e2fsprogs, which know nothing of us, say about the disks. */
class ScratchDiskTest {
    private static final long MIB = 1 << 20;
    private static final long GROUP = 128 * MIB;
    private static final long TABLES = 514 * 4096;

    @TempDir
    Path directory;

    /** Around the borders of groups and of blocks of descriptors, and the extremes. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                16 * MIB,
                64 * MIB,
                GROUP - 4096,
                GROUP,
                GROUP + 4096,
                GROUP + 2 * TABLES - 4096,
                GROUP + 2 * TABLES,
                2 * GROUP,
                2 * GROUP + 5 * MIB,
                2048 * MIB,
                128 * GROUP,
                129 * GROUP,
                20_480 * MIB,
                MIB * MIB
            })
    void disk_ofAnySize_isSound(long bytes) throws Exception {
        Path disk = create(bytes);
        assertThat(Files.size(disk)).isEqualTo(bytes);
        Said check = run("e2fsck", "-fn", disk.toString());
        assertThat(check.status()).as("%s", check).isZero();
        assertThat(check.output()).contains("13/");
    }

    @Test
    void disk_holdsNearlyAllOfItsSize() throws Exception {
        for (long bytes : new long[] {64 * MIB, 2048 * MIB, 20_480 * MIB, MIB * MIB}) {
            String header = run("dumpe2fs", "-h", create(bytes).toString()).output();
            assertThat(field(header, "Free blocks") * 4096).isGreaterThan(bytes / 100 * 96);
            Files.delete(directory.resolve("disk"));
        }
    }

    @Test
    void disk_hasThePlacesOfAJob() throws Exception {
        Path disk = create(64 * MIB);
        assertThat(run("debugfs", "-R", "ls -p /", disk.toString())
                        .output()
                        .lines()
                        .filter(line -> !line.isEmpty()))
                .containsExactly(
                        "/2/040711/0/0/.//",
                        "/2/040711/0/0/..//",
                        "/11/040755/1000/1000/job//",
                        "/12/041777/0/0/tmp//",
                        "/13/041777/0/0/var-tmp//");
        assertThat(run("debugfs", "-R", "ls -p /tmp", disk.toString()).output())
                .contains("/12/041777/0/0/.//", "/2/040711/0/0/..//");
    }

    @Test
    void disk_ofTheSameSize_hasTheSameBytes() throws Exception {
        Path first = create(64 * MIB);
        Path second = directory.resolve("second");
        ScratchDisk.create(second, 64 * MIB);
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void disk_isTheOwnersAlone_andSparse() throws Exception {
        Path disk = create(MIB * MIB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk)))
                .isEqualTo("rw-------");
        String kibibytes = run("du", "-k", disk.toString()).output().split("\t", 2)[0];
        assertThat(Long.parseLong(kibibytes)).isLessThan(1024);
    }

    @Test
    void create_overAFile_refuses() throws Exception {
        create(64 * MIB);
        assertThatThrownBy(() -> create(64 * MIB)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -4096, 16 * MIB - 4096, MIB * MIB + 4096, 64 * MIB + 512})
    void create_ofNoFittingSize_refuses(long bytes) {
        assertThatThrownBy(() -> create(bytes)).isInstanceOf(IllegalArgumentException.class);
        assertThat(directory).isEmptyDirectory();
    }

    private Path create(long bytes) throws IOException {
        Path disk = directory.resolve("disk");
        ScratchDisk.create(disk, bytes);
        return disk;
    }

    private static long field(String header, String name) {
        return header.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private record Said(int status, String output) {}

    /** Standard output; what is said on the other is version and copyright. */
    private static Said run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(find(program)), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), output);
    }

    /** An ordinary user's PATH often lacks the directories of e2fsprogs. */
    private static String find(String program) {
        Optional<Path> found = Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("there is no " + program + "; apt-get install e2fsprogs"))
                .toString();
    }
}
