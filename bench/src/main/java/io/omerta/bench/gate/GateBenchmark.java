package io.omerta.bench.gate;

import io.omerta.bench.Load;
import io.omerta.bench.vm.Rig;
import io.omerta.bench.vm.Samples;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GateBenchmark TEST_IMAGE_DIRECTORY RUNS}: one JSON object on standard output, progress on standard error. Exits with
 * 1 when a goal is missed.
 */
public final class GateBenchmark {
    private static final long TEMPLATE_BYTES = 16L << 30;

    private GateBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        GuestImage image =
                GuestImage.open(Path.of(arguments[0]).toAbsolutePath(), new ImageRules(Architecture.ofHost(), true));
        GateResult result = run(image, Integer.parseInt(arguments[1]));
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private static GateResult run(GuestImage image, int runs) throws IOException, InterruptedException {
        double loadBefore = Load.average();
        GateResult.Frames frames = FrameCost.measure();
        System.err.println("the gate alone: " + frames);
        GateResult.Rate fromSocket = SocketCost.measure();
        System.err.println("from QEMU's socket to the tunnel: " + fromSocket);
        try (Rig rig = Rig.open(image, TEMPLATE_BYTES, 0)) {
            String acceleration = rig.hypervisor().probe(image).acceleration().name();
            Samples dead = Kills.measure(rig, runs);
            System.err.println("dead after the verdict: " + dead);
            return new GateResult(
                    1,
                    Runtime.getRuntime().availableProcessors(),
                    acceleration,
                    frames,
                    fromSocket,
                    dead,
                    missed(frames, fromSocket, dead),
                    List.of(loadBefore, Load.average()));
        }
    }

    private static List<String> missed(GateResult.Frames frames, GateResult.Rate fromSocket, Samples dead) {
        List<String> missed = new ArrayList<>();
        if (!frames.meetsGoals()) {
            missed.add("frames");
        }
        if (!fromSocket.meetsGoal()) {
            missed.add("from_socket");
        }
        if (!dead.meetsGoals()) {
            missed.add("dead");
        }
        return missed;
    }
}
