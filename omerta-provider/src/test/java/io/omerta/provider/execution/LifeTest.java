package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.Blob;
import io.omerta.core.job.JobEnd;
import io.omerta.core.job.ProgramResult;
import io.omerta.core.job.RogueConnection;
import io.omerta.vm.agent.AgentEvent;
import java.time.Duration;
import java.util.List;

/** A job whose life a test leads, second by second, to where something happens. */
abstract class LifeTest {
    private static final JobLimits LIMITS = new JobLimits(2, 256 << 20, 128 << 20, 256, Duration.ofSeconds(10), 10);
    static final AgentEvent CONFIGURED = new AgentEvent.Configured();
    static final AgentEvent STARTED = new AgentEvent.Started();
    static final RogueConnection ROGUE =
            new RogueConnection("IPv4 TCP", "8.8.8.8:443", Blob.ofText("frame"), 60, "only the tunnel may leave a VM");

    final JobLife life = new JobLife(LIMITS, Patience.DEFAULT, at(0));
    private long sequence;

    void allocate() {
        life.on(at(1), new Happening.Allocated());
    }

    void boot() {
        allocate();
        life.on(at(2), new Happening.VmReady(Duration.ofSeconds(1)));
    }

    void run() {
        boot();
        guest(2, CONFIGURED);
        guest(3, STARTED);
    }

    List<Step> guest(long second, AgentEvent event) {
        return life.on(at(second), new Happening.FromGuest(event));
    }

    List<Step> output(long second, String text) {
        return guest(second, new AgentEvent.Output(++sequence, false, Blob.ofText(text)));
    }

    static AgentEvent ended(ProgramResult result, boolean memory, boolean processes, boolean disk) {
        return new AgentEvent.Ended(
                result, Duration.ofMillis(1500), Duration.ofMillis(700), 5 << 20, memory, processes, disk, false);
    }

    static JobEnd end(List<Step> steps) {
        assertThat(steps).singleElement().isInstanceOf(Step.End.class);
        return ((Step.End) steps.getFirst()).end();
    }

    static Duration at(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
