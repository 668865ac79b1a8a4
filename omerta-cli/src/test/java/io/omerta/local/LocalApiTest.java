package io.omerta.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobEvent;
import io.omerta.proto.local.FollowJobRequest;
import io.omerta.standin.Ends;
import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LocalApiTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    private final Path socket = shell.home.socket();
    private final ScriptedDaemon daemon = new ScriptedDaemon();

    @Test
    void socket_onStart_isForItsOwnerOnly() throws Exception {
        shell.with(daemon);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.home.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void connect_toASocketThatOthersMayUse_isRefused() throws Exception {
        shell.with(daemon);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        fails(() -> LocalClient.connect(socket), ErrorCode.NOT_PERMITTED, "could not talk to omertad: others may use ");
    }

    @Test
    void call_toAStaleSocket_saysThatNobodyAnswers() throws Exception {
        Files.createFile(socket, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (LocalClient client = LocalClient.connect(socket)) {
            fails(
                    client::networks,
                    ErrorCode.DAEMON_UNREACHABLE,
                    "omertad is not running (nobody answers at " + socket + ")");
        }
        LocalServer.start(socket, daemon).close();
        assertThat(socket).doesNotExist();
    }

    @Test
    void call_ofAnotherVersion_isRefusedButForStatusAndStop() throws Exception {
        shell.with(daemon);
        try (LocalClient client = LocalClient.connect(socket, 7)) {
            fails(
                    client::networks,
                    ErrorCode.DAEMON_VERSION,
                    "could not talk to omertad: it speaks version 1 of the local protocol, this omerta version 7");
            assertThat(client.status().getPid()).isEqualTo(4211);
            client.stop();
        }
        assertThat(daemon.stopped.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void failure_ofTheDaemon_arrivesWithCodeMessageAndHint() {
        shell.with(daemon.failing(ErrorCode.AMBIGUOUS, "could not find “x”: two fit", "omerta jobs"));
        try (LocalClient client = LocalClient.connect(socket)) {
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> client.show("x"))
                    .withMessage("could not find “x”: two fit")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.AMBIGUOUS))
                    .satisfies(e -> assertThat(e.hint()).isEqualTo("omerta jobs"));
        }
    }

    @Test
    void failure_tooLongForAHeader_arrivesShortened() {
        shell.with(daemon.failing(ErrorCode.INTERNAL, "x".repeat(100_000), "y".repeat(100_000)));
        try (LocalClient client = LocalClient.connect(socket)) {
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(client::networks)
                    .satisfies(e -> assertThat(e.getMessage()).startsWith("xxx").hasSizeLessThan(2_000));
        }
    }

    @Test
    void follow_ofMuchOutput_deliversEverythingInOrder() {
        int pieces = 300;
        for (int i = 0; i < pieces; i++) {
            daemon.output(i % 2 == 0, new byte[64 << 10]);
        }
        shell.with(daemon.ending(Ends.exit(0)));
        List<Long> sequences = new ArrayList<>();
        try (LocalClient client = LocalClient.connect(socket)) {
            client.follow(
                    FollowJobRequest.newBuilder().setJob("7k3f").build(), event -> sequences.add(event.sequence()));
        }
        assertThat(sequences).hasSize(pieces + 1).isSorted();
    }

    @Test
    void follow_whoseReaderGoesAway_isBrokenOffAtTheDaemon() throws Exception {
        shell.with(daemon.running().endingWhenCancelled(Ends.exit(0)));
        LocalClient client = LocalClient.connect(socket);
        assertThatExceptionOfType(OmertaException.class)
                .isThrownBy(() -> client.follow(
                        FollowJobRequest.newBuilder().setJob("7k3f").build(),
                        event -> closeWhenRunning(client, event)));
        assertThat(daemon.broken.poll(10, TimeUnit.SECONDS)).isEqualTo("7k3f");
    }

    @Test
    void server_onClose_removesItsSocketAndBreaksOffWhatIsFollowed() throws Exception {
        LocalServer server = LocalServer.start(socket, daemon.running().endingWhenCancelled(Ends.exit(0)));
        try (LocalClient client = LocalClient.connect(socket)) {
            assertThatExceptionOfType(OmertaException.class)
                    .isThrownBy(() -> client.follow(
                            FollowJobRequest.newBuilder().setJob("7k3f").build(), event -> {
                                if (event.sequence() == 2) {
                                    server.close();
                                }
                            }))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.DAEMON_UNREACHABLE));
        }
        assertThat(socket).doesNotExist();
    }

    private static void closeWhenRunning(LocalClient client, JobEvent event) {
        if (event.sequence() == 2) {
            client.close();
        }
    }

    private static void fails(Runnable call, ErrorCode code, String beginning) {
        assertThatExceptionOfType(OmertaException.class)
                .isThrownBy(call::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).startsWith(beginning));
    }
}
