package io.omerta.bench.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** iperf3 as client and server. */
public final class Iperf {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long START_NANOS = 5_000_000_000L;

    private Iperf() {}

    /**
     * What one run has moved.
     *
     * @param cpuSeconds of client and server together
     */
    public record Run(double megabitsPerSecond, double gigabytes, long retransmits, double cpuSeconds) {}

    /**
     * Sends one TCP stream from {@code client} to {@code address}, where {@code server} answers on 5201. By CUBIC, as most
     * systems do: some are set to BBR, whose pacing and indifference to loss would measure something else.
     *
     * @param arguments for the client, such as {@code -R}
     */
    public static Run tcp(Machine client, Machine server, String address, int seconds, String... arguments)
            throws IOException, InterruptedException {
        try (Program _ = Program.start(server.process("iperf3", "-s", "-1"))) {
            awaitListening(server);
            List<String> command =
                    new ArrayList<>(List.of("iperf3", "-J", "-C", "cubic", "-c", address, "-t", "" + seconds));
            command.addAll(Arrays.asList(arguments));
            JsonNode end =
                    JSON.readTree(client.run(command.toArray(String[]::new))).path("end");
            JsonNode received = end.path("sum_received");
            JsonNode cpu = end.path("cpu_utilization_percent");
            double percent =
                    cpu.path("host_total").asDouble() + cpu.path("remote_total").asDouble();
            return new Run(
                    received.path("bits_per_second").asDouble() / 1e6,
                    received.path("bytes").asDouble() / 1e9,
                    end.path("sum_sent").path("retransmits").asLong(0),
                    percent / 100 * received.path("seconds").asDouble());
        }
    }

    private static void awaitListening(Machine server) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (!server.run("ss", "-Hltn", "sport", "=", "5201").contains("5201")) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("could not start iperf3: it does not listen");
            }
            Thread.sleep(20);
        }
    }
}
