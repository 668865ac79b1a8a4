package io.omerta.bench.flood;

import io.omerta.bench.Load;
import io.omerta.bench.hub.Echo;
import io.omerta.bench.hub.HubWithGuest;
import io.omerta.bench.hub.RoundTrips;
import io.omerta.bench.net.Program;
import io.omerta.bench.net.TwoMachines;
import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code FloodBenchmark RUNS}: one JSON object on standard output. Exits with 1 when a goal is missed. */
public final class FloodBenchmark {
    private static final int HANDSHAKES = 2_000;
    private static final long HANDSHAKES_GOAL = 1_000;
    private static final int BOGUS_PER_SECOND = 20_000;
    private static final int ROUND_TRIPS = 2_000;
    private static final String ECHO_PORT = "5300";

    private FloodBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        double loadBefore = Load.average();
        List<Long> handshakes = handshakes(Integer.parseInt(arguments[0]));
        FloodResult result = flooded(handshakes, loadBefore);
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private static List<Long> handshakes(int runs) {
        Handshakes handshakes = new Handshakes();
        List<Long> perSecond = new ArrayList<>();
        // The first also warms up.
        for (int i = 0; i <= runs; i++) {
            perSecond.add(Math.round(handshakes.measure(HANDSHAKES, i * HANDSHAKES)));
        }
        return perSecond.subList(1, perSecond.size());
    }

    private static FloodResult flooded(List<Long> handshakes, double loadBefore)
            throws IOException, InterruptedException {
        try (TwoMachines machines = TwoMachines.create();
                HubWithGuest guest = HubWithGuest.withoutClient(machines);
                Program _ = Program.startAndAwaitReady(machines.far().java(Echo.class, ECHO_PORT), "");
                Program flood = Program.startAndAwaitReady(
                        machines.near()
                                .java(
                                        Flood.class,
                                        machines.far().address(),
                                        Integer.toString(HubWithGuest.HUB_PORT),
                                        guest.hubKey().toBase64(),
                                        Integer.toString(BOGUS_PER_SECOND)),
                        "")) {
            long floodStart = System.nanoTime();
            long before = Long.parseLong(flood.ask(""));
            guest.connect();
            long start = System.nanoTime();
            machines.near()
                    .run("timeout", "30", "bash", "-c", "exec 3<>/dev/tcp/" + guest.hubAddress() + "/" + ECHO_PORT);
            long connected = (System.nanoTime() - start) / 1_000_000;
            List<Double> trips = roundTrips(machines, guest);
            double bogus = (Long.parseLong(flood.ask("")) - before) / ((System.nanoTime() - floodStart) / 1e9);
            List<String> missed = new ArrayList<>();
            if (handshakes.stream().anyMatch(rate -> rate < HANDSHAKES_GOAL)) {
                missed.add("handshakes");
            }
            if (bogus < 0.95 * BOGUS_PER_SECOND) {
                missed.add("flood");
            }
            return new FloodResult(
                    1,
                    Runtime.getRuntime().availableProcessors(),
                    handshakes,
                    Math.round(bogus),
                    connected,
                    trips,
                    missed,
                    List.of(loadBefore, Load.average()));
        }
    }

    private static List<Double> roundTrips(TwoMachines machines, HubWithGuest guest)
            throws IOException, InterruptedException {
        Process process = machines.near()
                .java(RoundTrips.class, guest.hubAddress(), ECHO_PORT, Integer.toString(ROUND_TRIPS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] nanos = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ", -1);
        process.waitFor();
        return List.of(Long.parseLong(nanos[0]) / 1e3, Long.parseLong(nanos[1]) / 1e3);
    }
}
