package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.template.TemplateDraft;
import io.omerta.vm.template.TemplateKey;
import io.omerta.vm.template.TemplateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Boots a machine, lets it do once what every job's machine does, and freezes it as a template. */
final class TemplateMaker {
    /** Whom such a machine is for: no job has this id. */
    static final JobId NO_JOB = new JobId(0, 0);

    /** A template has a disk of this size open: a clone with one of another size has to mount its own. */
    static final long DISK_BYTES = JobSpec.DEFAULT_DISK_BYTES;

    private static final Duration FREEZE_LIMIT = Duration.ofSeconds(30);
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(2);

    private final TemplateStore store;
    private final QemuMachines machines;

    TemplateMaker(TemplateStore store, QemuMachines machines) {
        this.store = store;
        this.machines = machines;
    }

    /** @throws IOException or {@link OmertaException} if it cannot be made; nothing of it is left then */
    void make(MachineShape shape, TemplateKey key) throws IOException, InterruptedException {
        try (TemplateDraft draft = store.begin()) {
            Path memory = draft.allocateMemory(shape.size().memoryBytes());
            try (QemuParts machine = machines.start(NO_JOB, shape, DISK_BYTES, new GuestMemory.SharedWith(memory))) {
                bringUp(machine.agent(), shape);
                freeze(machine, draft);
            }
            store.publish(draft, key);
        }
    }

    private static void bringUp(AgentChannel agent, MachineShape shape) throws IOException, InterruptedException {
        AgentEvent.Ready _ = agent.awaitReady(BOOT_LIMIT);
        Rehearsal.of(shape.image(), agent);
    }

    private static void freeze(QemuParts machine, TemplateDraft draft) throws IOException, InterruptedException {
        JsonNode _ = machine.qmp().execute("stop");
        try (FileChannel state = draft.createState()) {
            StateTransfer.copy(machine, StateTransfer.WITHOUT_MEMORY, FREEZE_LIMIT, bytes -> writeFully(state, bytes));
        }
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
