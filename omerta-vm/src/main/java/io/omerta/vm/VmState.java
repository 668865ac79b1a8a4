package io.omerta.vm;

/** Where a machine is in its life; it only ever moves forward. */
public enum VmState {
    /** The channels are connected, the guest boots. */
    BOOTING,
    /** The agent has answered. */
    READY,
    /** The machine does not run any more, whoever ended it; {@link VirtualMachine#awaitExit} says how. */
    EXITED,
    /** Nothing of it is left: no process, thread, socket or file. */
    CLOSED
}
