package io.omerta.core.job;

/**
 * CPUs, memory, disk and graphics cards, asked for, lent or free.
 *
 * @param memoryBytes what the job itself may use; the guest's kernel comes on top
 * @param diskBytes of what the job writes; a file system's own tables take less than a fiftieth of it
 * @param gpus graphics cards, whole ones
 */
public record Resources(int cpus, long memoryBytes, long diskBytes, int gpus) {
    public static final Resources NONE = new Resources(0, 0, 0);
    public static final long MEBIBYTE = 1L << 20;

    /** Without a graphics card. */
    public Resources(int cpus, long memoryBytes, long diskBytes) {
        this(cpus, memoryBytes, diskBytes, 0);
    }

    public Resources {
        if (cpus < 0) {
            throw new IllegalArgumentException("cpus: " + cpus + " is negative");
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory: " + memoryBytes + " is negative");
        }
        if (diskBytes < 0) {
            throw new IllegalArgumentException("disk: " + diskBytes + " is negative");
        }
        if (gpus < 0) {
            throw new IllegalArgumentException("gpus: " + gpus + " is negative");
        }
    }

    public boolean fitsIn(Resources other) {
        return cpus <= other.cpus
                && memoryBytes <= other.memoryBytes
                && diskBytes <= other.diskBytes
                && gpus <= other.gpus;
    }

    public Resources plus(Resources other) {
        return new Resources(
                cpus + other.cpus, memoryBytes + other.memoryBytes, diskBytes + other.diskBytes, gpus + other.gpus);
    }

    /** @throws IllegalArgumentException if {@code other} does not fit in */
    public Resources minus(Resources other) {
        return new Resources(
                cpus - other.cpus, memoryBytes - other.memoryBytes, diskBytes - other.diskBytes, gpus - other.gpus);
    }

    public Resources withGpus(int other) {
        return new Resources(cpus, memoryBytes, diskBytes, other);
    }

    public long memoryMebibytes() {
        return memoryBytes / MEBIBYTE;
    }

    public long diskMebibytes() {
        return diskBytes / MEBIBYTE;
    }
}
