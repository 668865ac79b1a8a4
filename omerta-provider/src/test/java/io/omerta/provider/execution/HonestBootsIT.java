package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.GateCounts;
import io.omerta.core.job.ProgramResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests that do nothing wrong keep their VM, from the start to the end of a job that uses its tunnel. As many as {@code
 * omerta.gate.honest.boots} says.
 */
final class HonestBootsIT {
    private static final int BOOTS = Integer.getInteger("omerta.gate.honest.boots", 6);
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    /** A round trip, 120 datagrams both ways, a name that is not found, a connection that nobody takes. */
    private static final String JOB = """
        exec 3<>/dev/udp/10.0.0.1/7
        echo hello >&3
        timeout 30 head -c 6 <&3
        for round in 1 2 3; do
            dd if=/dev/urandom bs=1300 count=40 >&3 2>/dev/null
            timeout 30 dd bs=2000 count=40 <&3 2>/dev/null | wc -c
        done
        timeout 0.2 getent hosts example.com
        timeout 0.2 bash -c 'echo > /dev/tcp/10.0.0.1/80' 2>/dev/null
        exit 7
        """;

    @TempDir
    private Path directory;

    @Test
    void honestGuests_keepTheirVm() throws Exception {
        List<Boot> boots = new ArrayList<>();
        long start = System.nanoTime();
        try (RealGuests guests = RealGuests.open("omerta.image", directory);
                ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Boot>> running = new ArrayList<>();
            for (int i = 0; i < BOOTS; i++) {
                running.add(workers.submit(() -> boot(guests)));
            }
            for (Future<Boot> boot : running) {
                boots.add(boot.get());
            }
        }
        System.out.printf(
                "%d honest boots in %.0f s, %d datagrams out and %d in, 0 verdicts%n",
                boots.size(),
                (System.nanoTime() - start) / 1e9,
                boots.stream().mapToLong(boot -> boot.counts().datagramsOut()).sum(),
                boots.stream().mapToLong(boot -> boot.counts().datagramsIn()).sum());
    }

    private record Boot(GateCounts counts) {}

    private static Boot boot(RealGuests guests) throws Exception {
        try (GatedGuest guest = new GatedGuest(guests.hypervisor(), guests.request());
                StandInHub hub = new StandInHub(guest.tunnel()::deliver)) {
            guest.tunnel().connect(hub);

            GatedGuest.Outcome outcome = guest.run(hub.vpn(), List.of("bash", "-c", JOB));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            GatedGuest.Outcome.Ended.class,
                            ended -> assertThat(ended.how().result()).isEqualTo(new ProgramResult.ExitCode(7)));
            assertThat(guest.output()).startsWith("hello\n52000\n52000\n52000\n");
            guest.stop();
            assertThat(guest.awaitLastFrame()).as("verdict").isEmpty();
            GateCounts counts = guest.tunnel().traffic().counts();
            assertThat(counts.datagramsOut()).isGreaterThan(120);
            assertThat(counts.datagramsIn()).isGreaterThan(120);
            assertThat(counts.droppedOut()).isZero();
            return new Boot(counts);
        }
    }
}
