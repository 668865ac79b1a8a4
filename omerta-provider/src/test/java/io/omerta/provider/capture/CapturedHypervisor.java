package io.omerta.provider.capture;

import io.omerta.vm.Hypervisor;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.GuestImage;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives one machine of another hypervisor, which stays its owner's, and writes down what it sends. */
public final class CapturedHypervisor implements Hypervisor {
    private final Hypervisor hypervisor;
    private final Pcap capture;
    private volatile @Nullable VirtualMachine machine;

    public CapturedHypervisor(Hypervisor hypervisor, Pcap capture) {
        this.hypervisor = hypervisor;
        this.capture = capture;
    }

    /** The one that was booted. */
    public Optional<VirtualMachine> machine() {
        return Optional.ofNullable(machine);
    }

    @Override
    public HypervisorReport probe(GuestImage image) throws InterruptedException {
        return hypervisor.probe(image);
    }

    @Override
    public VirtualMachine boot(VmRequest request) throws InterruptedException {
        VirtualMachine booted = new CapturedMachine(hypervisor.boot(request), capture);
        machine = booted;
        return booted;
    }

    @Override
    public void prepare(VmRequest request) throws InterruptedException {
        hypervisor.prepare(request);
    }

    @Override
    public VirtualMachine restore(VmRequest request, Path directory, String digest) {
        throw new UnsupportedOperationException("nothing is restored here");
    }

    @Override
    public void close() {
        // The hypervisor belongs to somebody else.
    }
}
