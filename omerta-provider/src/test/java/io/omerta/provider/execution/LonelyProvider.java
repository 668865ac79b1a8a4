package io.omerta.provider.execution;

import io.omerta.core.file.StrictJson;
import io.omerta.provider.capture.Pcap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AttemptProgram} in a network namespace in which there is nothing else: a loopback, and a LAN that is a cable to
 * nobody. Whatever is seen there, the program or its guests have sent. Takes root.
 */
final class LonelyProvider implements AutoCloseable {
    private static final String NAMESPACE = """
        set -e
        echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
        echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
        ip link set lo up
        ip link add lan0 type veth peer name router0
        ip addr add 192.168.1.10/24 dev lan0
        ip link set lan0 up
        ip link set router0 up
        ip neigh add 192.168.1.1 lladdr 02:00:00:00:00:01 dev lan0 nud permanent
        ip route add default via 192.168.1.1 dev lan0
        exec "$@"
        """;

    private final Path directory;
    private final Process program;
    private final BufferedReader results;
    private final Map<String, AttemptResult> known = new HashMap<>();

    private LonelyProvider(Path directory, Process program) {
        this.directory = directory;
        this.program = program;
        results = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    }

    static LonelyProvider start(Path directory) throws IOException {
        Process program = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "sh",
                        "-c",
                        NAMESPACE,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Domerta.testImage=" + System.getProperty("omerta.testImage"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AttemptProgram.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new LonelyProvider(directory, program);
    }

    /** Waits until that attempt was made. */
    AttemptResult awaitResult(String attempt) throws IOException {
        AttemptResult result = known.get(attempt);
        while (result == null) {
            AttemptResult next = next();
            if (next == null) {
                throw new AssertionError("the provider ended before the attempt was made");
            }
            known.put(next.name(), next);
            result = known.get(attempt);
        }
        return result;
    }

    private @Nullable AttemptResult next() throws IOException {
        String line = results.readLine();
        return line == null ? null : StrictJson.parse(line, AttemptResult.class);
    }

    /** Waits until all attempts were made, and it has ended by itself. */
    void awaitEnd() throws IOException, InterruptedException {
        while (next() != null) {
            // Of an attempt that nobody asked about.
        }
        int status = program.waitFor();
        if (status != 0) {
            throw new AssertionError("the provider ended with status " + status);
        }
    }

    /** Every packet on every interface of the host so far. */
    List<byte[]> sentByTheHost() throws IOException {
        return Pcap.read(directory.resolve(AttemptProgram.HOST_CAPTURE));
    }

    /** Ends the program, which ends with its standard input, and waits until it has. */
    @Override
    public void close() throws IOException {
        program.getOutputStream().close();
        try {
            int _ = program.waitFor();
        } catch (InterruptedException e) {
            program.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
