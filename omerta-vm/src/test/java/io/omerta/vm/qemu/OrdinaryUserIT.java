package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.core.job.ProgramResult;
import io.omerta.vm.VirtualMachine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process without any privilege runs machines as well. Needs root, to become another user. */
@Timeout(300)
class OrdinaryUserIT {
    /** The account "nobody" of every Linux; it owns nothing. */
    private static final int NOBODY = 65_534;

    @TempDir
    Path directory;

    /** Runs one job in a machine and prints what the kernel says of that machine's process. */
    static final class Lender {
        public static void main(String[] arguments) throws Exception {
            try (RunningHypervisor running =
                            RunningHypervisor.open(Path.of(arguments[0]), Configuration.Acceleration.TCG);
                    VirtualMachine machine = running.boot()) {
                GuestRun run = new GuestRun(machine).start(List.of(), "sh", "-c", "exit 3");
                System.out.println("job: " + run.finish().result());
                Path qemu = Path.of("/proc/"
                        + ProcessHandle.current()
                                .descendants()
                                .findFirst()
                                .orElseThrow()
                                .pid());
                Files.readAllLines(qemu.resolve("status")).forEach(System.out::println);
                String stat = Files.readString(qemu.resolve("stat"));
                System.out.println(
                        "nice: " + stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
            }
        }
    }

    @Test
    void lender_runsAJob_asItselfWithTheLeastPriority() throws Exception {
        List<String> said = runLender();
        assertThat(said)
                .contains("job: " + new ProgramResult.ExitCode(3))
                .contains("NoNewPrivs:\t1", "Seccomp:\t2", "nice: 19")
                .contains(String.format(Locale.ROOT, "Uid:\t%1$d\t%1$d\t%1$d\t%1$d", NOBODY))
                .contains("CapEff:\t0000000000000000");
        assertThat(directory.resolve("home/run")).isEmptyDirectory();
    }

    private List<String> runLender() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.setAttribute(home, "unix:uid", NOBODY);
        String java = System.getProperty("java.home") + "/bin/java";
        List<String> command = new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid", String.valueOf(NOBODY)));
        command.addAll(List.of("--regid", String.valueOf(NOBODY), "--clear-groups", "--bounding-set=-all", java));
        command.addAll(List.of("-Domerta.image=" + readableImage(), "-cp", readableClassPath()));
        command.addAll(List.of(Lender.class.getName(), home.toString()));
        Process lender = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(lender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(lender.waitFor()).as(output).isZero();
            return output.lines().toList();
        } finally {
            lender.destroyForcibly();
        }
    }

    private Path readableImage() throws IOException {
        Path image = directory.resolve("image");
        copy(RealImage.get().directory(), image);
        return image;
    }

    /** The checkout may lie where nobody else can look. */
    private String readableClassPath() throws IOException {
        Path copies = Files.createDirectory(directory.resolve("classes"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path copy = copies.resolve(entries.size() + "-" + Path.of(entry).getFileName());
            if (Files.exists(Path.of(entry))) {
                copy(Path.of(entry), copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
