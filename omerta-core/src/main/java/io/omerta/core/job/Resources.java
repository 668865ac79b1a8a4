package io.omerta.core.job;

/**
 * CPUs, memory and disk, asked for, lent or free.
 *
 * @param memoryBytes what the job itself may use; the guest's kernel comes on top
 * @param diskBytes of what the job writes; a file system's own tables take less than a fiftieth of it
 */
public record Resources(int cpus, long memoryBytes, long diskBytes) {
    public static final Resources NONE = new Resources(0, 0, 0);
    public static final long MEBIBYTE = 1L << 20;

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
    }

    public boolean fitsIn(Resources other) {
        return cpus <= other.cpus && memoryBytes <= other.memoryBytes && diskBytes <= other.diskBytes;
    }

    public Resources plus(Resources other) {
        return new Resources(cpus + other.cpus, memoryBytes + other.memoryBytes, diskBytes + other.diskBytes);
    }

    /** @throws IllegalArgumentException if {@code other} does not fit in */
    public Resources minus(Resources other) {
        return new Resources(cpus - other.cpus, memoryBytes - other.memoryBytes, diskBytes - other.diskBytes);
    }

    public long memoryMebibytes() {
        return memoryBytes / MEBIBYTE;
    }

    public long diskMebibytes() {
        return diskBytes / MEBIBYTE;
    }
}
