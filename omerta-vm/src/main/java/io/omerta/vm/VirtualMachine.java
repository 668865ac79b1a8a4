package io.omerta.vm;

import io.omerta.core.error.OmertaException;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.frame.FrameChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One machine, from its start to the removal of its last file. Any thread may call {@link #stop}, {@link #close}, {@link
 * #state} and {@link #awaitExit}; whoever waits in {@link #awaitReady} or in a channel is woken when the machine ends.
 */
public interface VirtualMachine extends AutoCloseable {
    /** Short, unique among the machines of this host's daemon; fit for logs and file names. */
    String id();

    VmRequest request();

    VmState state();

    /**
     * Waits for the agent's first message. To be called once, before anything is received from {@link #agent}.
     *
     * @throws OmertaException if the machine ends, misbehaves or is silent for longer than {@code atMost}; the caller closes it
     */
    AgentEvent.Ready awaitReady(Duration atMost) throws InterruptedException;

    AgentChannel agent();

    FrameChannel frames();

    /**
     * Lets the machine stand still: it executes no further instruction when this returns, its clocks and timers stop, its
     * memory stays. What it had sent can still be received. Idempotent.
     *
     * @throws OmertaException if it cannot be steered; the caller closes it
     */
    void pause() throws InterruptedException;

    /**
     * Lets a paused machine go on where it was. Its wall clock is late by the pause: {@link AgentChannel#setClock} sets it.
     * Idempotent.
     *
     * @throws OmertaException if it cannot be steered; the caller closes it
     */
    void resume() throws InterruptedException;

    /**
     * Writes the whole machine down, whose program runs, and ends it: {@link Hypervisor#restore} makes one of it that goes on
     * exactly there. Somebody has to receive from {@link #agent} meanwhile: what the guest had said before can still be
     * received and is not said again. What was sent to the guest is part of the machine.
     *
     * @param directory empty and the caller's own; keys of the guest are in it afterwards
     * @return what {@link Hypervisor#restore} recognises the content by
     * @throws OmertaException if it cannot be written, {@code EXHAUSTED} for want of room; the machine may stand still or have
     *     ended then, and the caller closes it
     */
    String checkpoint(Path directory) throws InterruptedException;

    /** Empty if the machine still runs after that time. */
    Optional<VmExit> awaitExit(Duration atMost) throws InterruptedException;

    /**
     * Cuts the power: the machine executes no further instruction when this returns. Idempotent. What the guest had sent
     * can still be received.
     */
    void stop();

    /** Stops the machine and removes everything of it. Idempotent. */
    @Override
    void close();
}
