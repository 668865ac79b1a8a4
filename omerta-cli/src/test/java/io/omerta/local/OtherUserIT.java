package io.omerta.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.standin.ScriptedDaemon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The local API and a process of another user, which takes root to make. */
final class OtherUserIT {
    private static final String NOBODY = "65534";

    /** Says how the beginning of HTTP/2 is answered: with bytes, with the end of the connection, or not even with that. */
    private static final String CALLER = """
        import socket, sys
        caller = socket.socket(socket.AF_UNIX)
        caller.settimeout(30)
        try:
            caller.connect(sys.argv[1])
        except PermissionError:
            sys.exit("not permitted")
        try:
            caller.sendall(b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n" + bytes(3) + b"\\4" + bytes(5))
            answered = len(caller.recv(100)) > 0
        except (ConnectionResetError, BrokenPipeError):
            answered = False
        sys.exit("answered" if answered else "closed")
        """;

    private Path directory;
    private Path socket;
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createTempDirectory("omerta-test");
        socket = directory.resolve("omertad.sock");
        server = LocalServer.start(socket, new ScriptedDaemon());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        Files.delete(directory);
    }

    private void open(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private String call(String... as) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(as));
        command.addAll(List.of("/usr/bin/python3", "-c", CALLER, socket.toString()));
        Process caller = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(caller.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new String(caller.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            caller.destroyForcibly();
        }
    }

    private String callAsNobody() throws IOException, InterruptedException {
        return call("/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");
    }

    @Test
    void socket_isOutOfTheReachOfAnotherUser() throws Exception {
        open(directory, "rwxr-xr-x");
        assertThat(callAsNobody()).isEqualTo("not permitted");
        assertThat(call()).isEqualTo("answered");
    }

    @Test
    void socket_thatSomebodyHasOpened_hangsUpOnAnotherUser() throws Exception {
        open(directory, "rwxr-xr-x");
        open(socket, "rw-rw-rw-");
        assertThat(callAsNobody()).isEqualTo("closed");
        assertThat(call()).isEqualTo("answered");
    }
}
