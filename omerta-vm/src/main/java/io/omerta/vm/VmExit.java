package io.omerta.vm;

/** How a machine came to its end. */
public sealed interface VmExit {
    /** One sentence for people. */
    String sentence();

    /** The guest switched itself off. */
    record PoweredOff() implements VmExit {
        @Override
        public String sentence() {
            return "the guest powered off";
        }
    }

    /** The guest wanted to start anew, as a kernel does that gave up; no machine runs a second time. */
    record Reset() implements VmExit {
        @Override
        public String sentence() {
            return "the guest's kernel panicked or restarted";
        }
    }

    /** This side ended it: {@link VirtualMachine#stop} or {@link VirtualMachine#close}. */
    record Stopped() implements VmExit {
        @Override
        public String sentence() {
            return "the virtual machine was stopped";
        }
    }

    /**
     * The hypervisor's process failed.
     *
     * @param status its exit status; 128 and the number when a signal killed it
     * @param diagnosis the last lines it wrote, or empty
     */
    record Crashed(int status, String diagnosis) implements VmExit {
        @Override
        public String sentence() {
            return "the virtual machine crashed (status " + status + ")"
                    + (diagnosis.isEmpty() ? "" : ": " + diagnosis);
        }
    }
}
