package io.omerta.vm.qemu;

import io.omerta.core.job.Blob;
import io.omerta.vm.agent.AgentState;
import io.omerta.vm.template.TemplateKey;
import java.util.Base64;

/**
 * What a machine on disk is.
 *
 * @param machine its {@link TemplateKey}: QEMU, image, arguments
 * @param memoryDigest SHA-256 of the memory's file, in hexadecimal
 * @param disk the job's
 * @param lastSequence of the agent's last output
 * @param unread of the agent's next message, in base64
 */
record CheckpointManifest(int v, String machine, String memoryDigest, DiskMark disk, long lastSequence, String unread) {
    private static final int VERSION = 1;

    CheckpointManifest {
        if (v != VERSION) {
            throw new IllegalArgumentException("v: " + v + ", only " + VERSION + " is known");
        }
    }

    static CheckpointManifest of(TemplateKey machine, String memoryDigest, DiskMark disk, AgentState agent) {
        return new CheckpointManifest(
                VERSION,
                machine.digest(),
                memoryDigest,
                disk,
                agent.lastSequence(),
                Base64.getEncoder().encodeToString(agent.unread().toBytes()));
    }

    AgentState agent() {
        return new AgentState(lastSequence, Blob.copyOf(Base64.getDecoder().decode(unread)));
    }
}
