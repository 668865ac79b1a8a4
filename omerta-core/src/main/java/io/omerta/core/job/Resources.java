package io.omerta.core.job;

/**
 * CPUs and memory, asked for, lent or free.
 *
 * @param memoryBytes what the job itself may use; the guest's kernel comes on top
 */
public record Resources(int cpus, long memoryBytes) {
    public static final Resources NONE = new Resources(0, 0);
    public static final long MEBIBYTE = 1L << 20;

    public Resources {
        if (cpus < 0) {
            throw new IllegalArgumentException("cpus: " + cpus + " is negative");
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("memory: " + memoryBytes + " is negative");
        }
    }

    public boolean fitsIn(Resources other) {
        return cpus <= other.cpus && memoryBytes <= other.memoryBytes;
    }

    public Resources plus(Resources other) {
        return new Resources(cpus + other.cpus, memoryBytes + other.memoryBytes);
    }

    /** @throws IllegalArgumentException if {@code other} does not fit in */
    public Resources minus(Resources other) {
        return new Resources(cpus - other.cpus, memoryBytes - other.memoryBytes);
    }

    public long memoryMebibytes() {
        return memoryBytes / MEBIBYTE;
    }
}
