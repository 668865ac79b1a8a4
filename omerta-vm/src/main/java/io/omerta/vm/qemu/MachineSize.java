package io.omerta.vm.qemu;

/** How much of the host a machine may use. */
record MachineSize(int cpus, long memoryBytes) {
    /** QEMU's pool of workers has up to 64; the rest is its own and a margin. */
    private static final int THREADS_BESIDE_CPUS = 128;

    /** QEMU itself takes about 60 MiB, the translated code {@link QemuCommandLine#TRANSLATION_MEBIBYTES}. */
    private static final long OVERHEAD_BYTES = 512L << 20;

    int processes() {
        return cpus + THREADS_BESIDE_CPUS;
    }

    /** Of the process, page cache included, which the kernel takes back before it says that there is no more. */
    long processMemoryBytes() {
        return memoryBytes + OVERHEAD_BYTES;
    }
}
