package io.omerta.vm;

/**
 * What a hypervisor found out about itself and this host.
 *
 * @param name for example "QEMU"
 * @param version for example "7.2.22"
 * @param reason why this acceleration, in one sentence for people
 * @param containment what holds a machine's process here beside the hypervisor itself, in one sentence for people
 */
public record HypervisorReport(
        String name, String version, Acceleration acceleration, String reason, String containment) {}
