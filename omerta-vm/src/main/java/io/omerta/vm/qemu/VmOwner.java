package io.omerta.vm.qemu;

import io.omerta.core.job.JobId;

/**
 * Whose a machine's directory is.
 *
 * @param job its id, as text
 */
record VmOwner(int v, long pid, String started, String job) {
    private static final int VERSION = 1;

    VmOwner {
        if (v != VERSION) {
            throw new IllegalArgumentException("v: " + v + ", only " + VERSION + " is known");
        }
    }

    static VmOwner of(ProcessIdentity process, JobId job) {
        return new VmOwner(VERSION, process.pid(), process.started(), job.toString());
    }

    ProcessIdentity process() {
        return new ProcessIdentity(pid, started);
    }
}
