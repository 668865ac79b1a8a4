package io.omerta.vm.qemu;

import io.omerta.core.job.JobId;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.frame.FrameChannel;

/** One QEMU and everything that belongs to it; owned by whoever has it. */
record QemuParts(Cell cell, QemuProcess process, AgentChannel agent, FrameChannel frames, Qmp qmp)
        implements AutoCloseable {
    /** Writes down whose it is from now on, for those who look after a crash. */
    void worksFor(JobId job) {
        process.identity().ifPresent(identity -> cell.directory().writeOwner(VmOwner.of(identity, job)));
    }

    /** SIGKILL, and waits until it is gone, which a busy host does not delay. Idempotent. */
    void kill() {
        if (process.onExit().isDone()) {
            process.close();
            return;
        }
        cell.cgroup().hurry();
        try {
            process.close();
        } finally {
            cell.cgroup().calm();
        }
    }

    /** Ends it, at once, and removes its cell. Idempotent. */
    @Override
    public void close() {
        kill();
        frames.close();
        agent.close();
        qmp.close();
        cell.close();
    }
}
