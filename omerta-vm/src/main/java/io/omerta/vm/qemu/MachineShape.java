package io.omerta.vm.qemu;

import io.omerta.core.job.Resources;
import io.omerta.vm.Acceleration;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.GuestImage;

/** What machines have in common that can be cloned from one template. */
record MachineShape(GuestImage image, int cpus, long memoryMebibytes, Acceleration acceleration) {
    /** Significant binary digits of the memory, so that requests of about the same size share a template. */
    private static final int MEMORY_DIGITS = 3;

    /** With up to a quarter more memory than asked for: the guest's limits on the job hold, the rest is never touched. */
    static MachineShape of(VmRequest request, Acceleration acceleration) {
        return new MachineShape(
                request.image(), request.resources().cpus(), roundUp(request.machineMemoryMebibytes()), acceleration);
    }

    MachineSize size() {
        return new MachineSize(cpus, memoryMebibytes * Resources.MEBIBYTE);
    }

    static long roundUp(long mebibytes) {
        int digits = Long.SIZE - Long.numberOfLeadingZeros(mebibytes);
        int dropped = Math.max(0, digits - MEMORY_DIGITS);
        return Math.ceilDiv(mebibytes, 1L << dropped) << dropped;
    }
}
