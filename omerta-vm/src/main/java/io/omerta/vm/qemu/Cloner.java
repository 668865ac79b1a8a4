package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Starts machines from templates: the template's memory, mapped privately, and the state of its devices. A clone goes on
 * where the template was stopped.
 */
record Cloner(QemuMachines machines) {
    /** Between the end of QEMU's channels and that of its process. */
    private static final Duration EXIT_FOLLOWS = Duration.ofMillis(200);

    /** A clone answers within 100 ms, on a loaded host within seconds; one that does not has something wrong with it. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    /**
     * Nothing of the machine is left when it does not come up.
     *
     * @throws BrokenTemplateException if that is the template's fault
     * @throws IOException or {@link OmertaException} if it is not known whose
     */
    Clone start(JobId job, MachineShape shape, long diskBytes, Template template, MemoryImage image)
            throws IOException, InterruptedException {
        QemuParts parts = machines.start(job, shape, diskBytes, new GuestMemory.CopyOf(image, template.state()));
        try {
            restore(parts, template);
            if (diskBytes != TemplateMaker.DISK_BYTES) {
                tellSizeOfDisk(parts.qmp(), diskBytes);
            }
            parts.agent().hello();
            return new Clone(parts, awaitReady(parts));
        } catch (IOException | OmertaException e) {
            Optional<Integer> exit = parts.process().awaitExit(EXIT_FOLLOWS);
            parts.close();
            if (exit.isPresent()) {
                String said = parts.process().lastErrors();
                throw new BrokenTemplateException(said.isEmpty() ? String.valueOf(e.getMessage()) : said, e);
            }
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            parts.close();
            throw e;
        }
    }

    private static void restore(QemuParts parts, Template template) throws IOException, InterruptedException {
        Qmp qmp = parts.qmp();
        String state = "fd:" + parts.cell().descriptor(template.state());
        var running = qmp.nextEvent("RESUME");
        var _ = qmp.send("migrate-set-capabilities", StateTransfer.WITHOUT_MEMORY);
        var _ = qmp.send("migrate-set-parameters", StateTransfer.PARAMETERS);
        JsonNode _ = qmp.execute("migrate-incoming", Map.of("uri", state));
        JsonNode _ = Qmp.await(running, ANSWER_LIMIT);
    }

    /** The guest still has the template's size in mind, although the disk has its own already. */
    private static void tellSizeOfDisk(Qmp qmp, long bytes) throws IOException, InterruptedException {
        JsonNode _ = qmp.execute("block_resize", Map.of("node-name", QemuCommandLine.SCRATCH_NODE, "size", bytes));
    }

    private static AgentEvent.Ready awaitReady(QemuParts parts) throws InterruptedException {
        return parts.agent().awaitReady(ANSWER_LIMIT);
    }
}
