package io.omerta.vm.qemu;

import io.omerta.vm.agent.AgentEvent;

/** A machine that was cloned from a template and has answered. */
record Clone(QemuParts parts, AgentEvent.Ready ready) implements AutoCloseable {
    @Override
    public void close() {
        parts.close();
    }
}
