package io.omerta.vm;

/** How a hypervisor executes a guest's instructions. */
public enum Acceleration {
    /** Linux KVM. */
    KVM,
    /** macOS Hypervisor.framework. */
    HVF,
    /** QEMU's emulation: works everywhere, 5 to 15 times slower, and a weaker wall than hardware virtualisation. */
    TCG;

    public boolean isEmulation() {
        return this == TCG;
    }
}
