package io.omerta.vm.standin;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.Acceleration;
import io.omerta.vm.Hypervisor;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.VmState;
import io.omerta.vm.image.GuestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Gives machines whose guest is a {@link GuestScript}. */
public final class StandInHypervisor implements Hypervisor {
    private final Function<VmRequest, GuestScript> scripts;
    private final List<StandInMachine> machines = new CopyOnWriteArrayList<>();
    private final Map<String, StandInMachine.Frozen> frozen = new ConcurrentHashMap<>();

    /** Every machine follows the same script. */
    public StandInHypervisor(GuestScript script) {
        this(request -> script);
    }

    /** @param scripts may throw an {@link OmertaException}, with which {@link #boot} then fails */
    public StandInHypervisor(Function<VmRequest, GuestScript> scripts) {
        this.scripts = scripts;
    }

    @Override
    public HypervisorReport probe(GuestImage image) {
        return new HypervisorReport(
                "stand-in", "1", Acceleration.TCG, "nothing is executed", "there is nothing to hold");
    }

    @Override
    public void prepare(VmRequest request) {
        // Its machines start at once as it is.
    }

    @Override
    public VirtualMachine boot(VmRequest request) {
        GuestScript script = scripts.apply(request);
        try {
            StandInMachine machine = StandInMachine.start("standin" + machines.size(), request, script, this::keep);
            machines.add(machine);
            return machine;
        } catch (IOException e) {
            throw new OmertaException(ErrorCode.INTERNAL, "could not start a stand-in machine: " + e, "", e);
        }
    }

    private String keep(StandInMachine.Frozen machine) {
        String name = "frozen" + frozen.size();
        frozen.put(name, machine);
        return name;
    }

    @Override
    public VirtualMachine restore(VmRequest request, Path directory, String digest) {
        try {
            if (!Files.readString(directory.resolve("stand-in")).equals(digest)) {
                throw new OmertaException(ErrorCode.CORRUPT_FILE, "could not read it: it has changed", "");
            }
            StandInMachine.Frozen from = Objects.requireNonNull(frozen.remove(digest), digest);
            StandInMachine machine = StandInMachine.restore("standin" + machines.size(), request, from, this::keep);
            machines.add(machine);
            return machine;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many wait on disk. */
    public int frozen() {
        return frozen.size();
    }

    /** Every machine ever booted, oldest first. */
    public List<VirtualMachine> machines() {
        return List.copyOf(machines);
    }

    /** How many of them are not closed. */
    public long open() {
        return machines.stream()
                .filter(machine -> machine.state() != VmState.CLOSED)
                .count();
    }

    @Override
    public void close() {
        machines.forEach(StandInMachine::close);
        frozen.values().forEach(machine -> machine.script().stop());
    }
}
