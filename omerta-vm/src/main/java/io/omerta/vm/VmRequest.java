package io.omerta.vm;

import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.scratch.ScratchDisk;

/**
 * The machine that a job needs.
 *
 * @param job whom the machine is for; leftovers are recognised by it
 * @param resources what the job itself may use; the guest's own memory comes on top
 */
public record VmRequest(JobId job, GuestImage image, Resources resources) {
    /** What kernel, agent and their page tables need beside the job: 73 MiB of a machine of 512 MiB. */
    private static final long GUEST_OVERHEAD_BYTES = 96L << 20;

    /**
     * What an image with drivers needs more: its kernel takes 14 MiB, amdgpu's code and tables 20, and a driver keeps buffers and
     * firmware of its card in memory.
     */
    private static final long DRIVERS_OVERHEAD_BYTES = 96L << 20;

    /** The machine boots from initramfs and page cache: below this it may not reach its agent. */
    private static final long MIN_MEMORY_BYTES = 16L << 20;

    private static final int MAX_CPUS = 255;

    public VmRequest {
        if (resources.cpus() < 1 || resources.cpus() > MAX_CPUS) {
            throw new IllegalArgumentException("cpus: " + resources.cpus() + " is not between 1 and " + MAX_CPUS);
        }
        if (resources.memoryBytes() < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("memory: " + resources.memoryBytes() + " bytes, at least 16 MiB needed");
        }
        if (resources.diskBytes() < ScratchDisk.MIN_BYTES || resources.diskBytes() > ScratchDisk.MAX_BYTES) {
            throw new IllegalArgumentException("disk: " + resources.diskBytes() + " bytes, 16 MiB to 1 TiB needed");
        }
    }

    /** What a machine needs beside its job. */
    public static long guestOverheadBytes(GuestImage image) {
        return GUEST_OVERHEAD_BYTES + (image.drivers().isEmpty() ? 0 : DRIVERS_OVERHEAD_BYTES);
    }

    /** Memory of the machine, a whole number of MiB. */
    public long machineMemoryMebibytes() {
        long bytes = Math.addExact(resources.memoryBytes(), guestOverheadBytes(image));
        return Math.ceilDiv(bytes, Resources.MEBIBYTE);
    }
}
