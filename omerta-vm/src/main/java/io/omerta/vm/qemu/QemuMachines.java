package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;

/** Starts QEMUs. */
@FunctionalInterface
interface QemuMachines {
    /**
     * @param diskBytes of the job's disk, which is fresh
     * @throws OmertaException if it does not start; nothing of it is left then
     */
    QemuParts start(JobId job, MachineShape shape, long diskBytes, GuestMemory memory) throws InterruptedException;
}
