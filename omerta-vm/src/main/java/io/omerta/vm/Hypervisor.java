package io.omerta.vm;

import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.GuestImage;
import java.nio.file.Path;

/**
 * Something that runs virtual machines. Any thread may call it; a hypervisor that runs several machines at once does so
 * without the callers' coordination.
 *
 * <p>What one hypervisor cannot do it refuses with an {@link OmertaException}; it never does something weaker instead.
 */
public interface Hypervisor extends AutoCloseable {
    /**
     * Finds out how machines of that image run here. May boot one (bounded by 5 s) the first time; the answer is remembered.
     *
     * @throws OmertaException if no machine can run here at all
     */
    HypervisorReport probe(GuestImage image) throws InterruptedException;

    /**
     * Starts a machine and returns once both of its channels are connected, possibly before the guest has booted: {@link
     * VirtualMachine#awaitReady} waits for that. No other job has used or will use it. The caller closes the machine.
     *
     * @throws OmertaException if it cannot be started; then nothing of it is left
     */
    VirtualMachine boot(VmRequest request) throws InterruptedException;

    /**
     * Announces that such machines will be wanted: what makes their start faster is got ready, in the background. A machine
     * that is booted announces that by itself.
     */
    void prepare(VmRequest request) throws InterruptedException;

    /**
     * Makes a machine that stands still where {@link VirtualMachine#checkpoint} left one, until {@link
     * VirtualMachine#resume}; its clock is late then. One content must never be made into two machines that go on: they would
     * say the same things twice, with the same keys.
     *
     * @param request the one of the machine that was
     * @param directory as it was written; only read, and the caller's to delete once this returns
     * @param digest what {@link VirtualMachine#checkpoint} returned
     * @throws OmertaException if the content is damaged, or of a machine that cannot be made here any more; then nothing of it is
     *     left
     */
    VirtualMachine restore(VmRequest request, Path directory, String digest) throws InterruptedException;

    /** Closes every machine that is still there, then the hypervisor itself. Idempotent. */
    @Override
    void close();
}
