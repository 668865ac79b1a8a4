package io.omerta.vm.qemu;

import io.omerta.vm.gpu.GraphicsCard;
import io.omerta.vm.image.Architecture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The one place that knows QEMU's flags and the guest kernel's arguments. A machine has one CPU type, memory, a read-only
 * disk, a disk of the job's own, an agent port and one network card, whose other ends are this process's sockets, and the
 * graphics cards that its job asked for. There is nothing else in it. The control channel is QEMU's own: no guest sees it.
 *
 * @param tscKilohertz of the host's time stamp counter, where known; only an emulated x86 guest is told
 * @param diskBytes of the job's disk, which the cell's directory has
 * @param cards this machine's alone
 */
record QemuCommandLine(
        QemuBinary qemu,
        OptionalLong tscKilohertz,
        MachineShape shape,
        long diskBytes,
        GuestMemory memory,
        List<GraphicsCard> cards,
        Cell cell) {
    /** The job's disk. */
    static final String SCRATCH_NODE = "scratch";

    /** For translated code. QEMU's own choice is up to 1 GiB, which the owner did not lend. */
    static final int TRANSLATION_MEBIBYTES = 256;

    private static final String AGENT_PORT = "io.omerta.agent";

    private static final String MEMORY = "memory";

    /** The same in every guest, on every host. */
    private static final String GUEST_MAC = "02:00:00:77:00:02";

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add(qemu.path().toString());
        arguments.addAll(List.of("-name", cell.directory().processName()));
        arguments.addAll(walls());
        arguments.addAll(machine());
        arguments.addAll(guestMemory());
        if (!memory.holdsGuest()) {
            arguments.addAll(boot());
        }
        arguments.addAll(disks());
        arguments.addAll(agentPort());
        arguments.addAll(networkCard());
        arguments.addAll(graphicsCards());
        arguments.addAll(control());
        return List.copyOf(arguments);
    }

    private static List<String> walls() {
        return List.of(
                "-nodefaults",
                "-no-user-config",
                "-sandbox",
                "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
                "-display",
                "none",
                "-no-reboot",
                "-global",
                "virtio-pci.disable-legacy=on",
                // A clone is to run, although its template was stopped.
                "-global",
                "migration.store-global-state=off");
    }

    private List<String> machine() {
        return List.of(
                "-machine",
                machineType() + ",memory-backend=" + MEMORY,
                "-accel",
                accelerator(),
                "-cpu",
                cpu(),
                "-smp",
                Integer.toString(shape.cpus()),
                "-m",
                shape.memoryMebibytes() + "M");
    }

    private List<String> guestMemory() {
        return switch (memory) {
            case GuestMemory.Anonymous _ -> List.of("-object", memoryOfItsOwn());
            case GuestMemory.SharedWith(Path file) ->
                List.of("-object", memoryFile(cell.readWrite(file, shape.size().memoryBytes()), "on"));
            case GuestMemory.CopyOf(MemoryImage image, Path state) -> {
                int _ = cell.descriptor(state);
                yield List.of("-object", memoryFile(cell.copyOnWrite(image), "off"), "-incoming", "defer");
            }
            case GuestMemory.Restored(Path state) -> {
                int _ = cell.descriptor(state);
                yield List.of("-object", memoryOfItsOwn(), "-S", "-incoming", "defer");
            }
        };
    }

    /** Named as a clone's: the state of the one goes into the other. */
    private String memoryOfItsOwn() {
        return "memory-backend-ram,id=" + MEMORY + ",size=" + shape.memoryMebibytes() + "M";
    }

    private String memoryFile(String file, String share) {
        return "memory-backend-file,id=" + MEMORY + ",size=" + shape.memoryMebibytes() + "M,mem-path=" + value(file)
                + ",share=" + share;
    }

    /**
     * Without every device that can be left out and no guest needs. Memory is not merged with that of other machines: how
     * long a write takes would tell a guest what another one has. Not microvm, which is quicker but was seen to hang under emulation. */
    private String machineType() {
        return switch (qemu.architecture()) {
            case AMD64 ->
                "q35,usb=off,sata=off,smbus=off,smm=off,vmport=off,graphics=off,i8042=off,hpet=off,mem-merge=off";
            case ARM64 -> "virt,mem-merge=off";
        };
    }

    private String accelerator() {
        return switch (shape.acceleration()) {
            case KVM -> "kvm";
            case HVF -> "hvf";
            case TCG -> "tcg,tb-size=" + TRANSLATION_MEBIBYTES;
        };
    }

    private String cpu() {
        if (!shape.acceleration().isEmulation()) {
            return "host";
        }
        return switch (qemu.architecture()) {
            // With what the kernel's Curve25519 asks for: it makes every machine's keys and handshake.
            case AMD64 -> "qemu64,+bmi1,+bmi2,+adx";
            // What guests sign pointers with is free to choose; the architecture's own cipher makes a boot 3 times as
            // long.
            case ARM64 -> "max,pauth-impdef=on";
        };
    }

    private List<String> boot() {
        return List.of(
                "-kernel",
                cell.read(shape.image().kernel()),
                "-initrd",
                cell.read(shape.image().initramfs()),
                "-append",
                String.join(" ", kernelArguments()));
    }

    /** {@code omerta-vm/guest/README.md} has the measured effect of each. */
    private List<String> kernelArguments() {
        List<String> arguments = new ArrayList<>(
                List.of(
                        "console=ttynull",
                        "quiet",
                        "panic=-1",
                        "nowatchdog",
                        "cryptomgr.notests",
                        "lsm=landlock,yama",
                        "audit=0",
                        "init_on_alloc=0",
                        "ipv6.disable=1",
                        "initcall_blacklist=init_kprobe_trace,load_system_certificate_list,crypto_kdf108_init,slab_sysfs_init"));
        if (qemu.architecture() == Architecture.AMD64) {
            arguments.addAll(List.of("no_timer_check", "noreplace-smp", "8250.nr_uarts=0", "i8042.noprobe"));
            if (shape.acceleration().isEmulation()) {
                arguments.addAll(emulatedTimers());
            }
        }
        return arguments;
    }

    private List<String> emulatedTimers() {
        List<String> arguments = new ArrayList<>();
        tscKilohertz.ifPresent(rate -> arguments.add("tsc_early_khz=" + rate));
        // Several CPUs need their own timers, and the calibration that comes with them.
        if (shape.cpus() == 1) {
            arguments.add("nolapic_timer");
        }
        return arguments;
    }

    /** The guest sees the image as its first disk and the job's own as its second. */
    private List<String> disks() {
        List<String> arguments = new ArrayList<>(imageDisk());
        arguments.addAll(scratchDisk());
        return arguments;
    }

    private List<String> imageDisk() {
        return List.of(
                "-blockdev",
                "driver=file,node-name=image,filename="
                        + value(cell.read(shape.image().root())) + ",read-only=on",
                "-blockdev",
                "driver=raw,node-name=root,file=image,read-only=on",
                "-device",
                "virtio-blk-pci,drive=root");
    }

    /**
     * Nobody reads this disk after the machine: it is never flushed, and what the guest deletes or zeroes becomes a hole. Where
     * the host has no room for a write, the guest is told so at once; by default it would be stopped until there is.
     */
    private List<String> scratchDisk() {
        String options = ",cache.no-flush=on,discard=unmap";
        return List.of(
                "-blockdev",
                "driver=file,node-name=scratch-file,filename="
                        + value(cell.readWrite(cell.directory().scratch(), diskBytes)) + options,
                "-blockdev",
                "driver=raw,node-name=" + SCRATCH_NODE + ",file=scratch-file,detect-zeroes=unmap" + options,
                "-device",
                "virtio-blk-pci,drive=" + SCRATCH_NODE + ",write-cache=on,werror=report,rerror=report");
    }

    private List<String> agentPort() {
        return List.of(
                "-device",
                "virtio-serial-pci",
                "-chardev",
                "socket,id=agent,path=" + cell.connect(cell.directory().agentSocket()) + ",server=off",
                "-device",
                "virtserialport,chardev=agent,name=" + AGENT_PORT);
    }

    /** No offload: each frame is one frame, and its checksums are in it. No boot ROM: nothing is ever loaded over it. */
    private List<String> networkCard() {
        String offload = String.join(
                ",",
                "csum=off",
                "gso=off",
                "guest_csum=off",
                "guest_tso4=off",
                "guest_tso6=off",
                "guest_ecn=off",
                "guest_ufo=off",
                "guest_announce=off",
                "host_tso4=off",
                "host_tso6=off",
                "host_ecn=off",
                "host_ufo=off",
                "mrg_rxbuf=off");
        return List.of(
                "-netdev",
                "stream,id=frames,server=off,addr.type=unix,addr.path="
                        + cell.connect(cell.directory().framesSocket()),
                "-device",
                "virtio-net-pci,netdev=frames,mac=" + GUEST_MAC + ",romfile=," + offload);
    }

    /** Each behind a port of its own, as in a real machine: drivers look there for the speed of its link. */
    private List<String> graphicsCards() {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < cards.size(); i++) {
            String port = "card" + i;
            arguments.addAll(List.of(
                    "-device",
                    "pcie-root-port,id=" + port + ",chassis=" + (i + 1),
                    "-device",
                    "vfio-pci,bus=" + port + ",host=" + cell.card(cards.get(i))));
        }
        return arguments;
    }

    private List<String> control() {
        return List.of(
                "-chardev",
                "socket,id=control,path=" + cell.connect(cell.directory().controlSocket()) + ",server=off",
                "-mon",
                "chardev=control,mode=control");
    }

    /** A comma separates options; doubled it is one. */
    private static String value(String text) {
        return text.replace(",", ",,");
    }
}
