package io.omerta.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.standin.TestShell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DaemonRehearsalTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    /** That no temporary home is left, whoever runs every test class looks after. */
    @Test
    void rehearsal_whereThereIsAHome_leavesItAlone() throws Exception {
        Files.writeString(shell.home.networks(), "not even readable");
        List<Path> before = files();
        assertThat(Omertad.run(shell.shell("", OutputStream.nullOutputStream()), "rehearse-start"))
                .isZero();
        assertThat(files()).isEqualTo(before);
        assertThat(shell.home.networks()).hasContent("not even readable");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(shell.folder)) {
            return files.sorted().toList();
        }
    }
}
