package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.PciAddress;
import io.omerta.vm.Acceleration;
import io.omerta.vm.gpu.GraphicsCard;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import io.omerta.vm.standin.StandInImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuCommandLineTest {
    @TempDir
    Path directory;

    private GuestImage image;
    private GuestMemory memory = new GuestMemory.Anonymous();
    private List<GraphicsCard> cards = List.of();

    @BeforeEach
    void writeImage() throws Exception {
        StandInImage.write(directory, "amd64", false);
        image = GuestImage.open(directory, new ImageRules(Architecture.AMD64, false));
    }

    @Test
    void emulatedAmd64_isExactlyThis() {
        String line = String.join(" ", commandLine(Architecture.AMD64, Acceleration.TCG, "/run/ab12"));
        assertThat(line.replace(directory.toString(), "/image"))
                .isEqualTo(String.join(
                        " ",
                        "/usr/bin/qemu -name omerta-ab12",
                        "-nodefaults -no-user-config",
                        "-sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
                        "-display none -no-reboot -global virtio-pci.disable-legacy=on",
                        "-global migration.store-global-state=off",
                        "-machine"
                            + " q35,usb=off,sata=off,smbus=off,smm=off,vmport=off,graphics=off,i8042=off,hpet=off,mem-merge=off,memory-backend=memory",
                        "-accel tcg,tb-size=256 -cpu qemu64,+bmi1,+bmi2,+adx -smp 2 -m 224M",
                        "-object memory-backend-ram,id=memory,size=224M",
                        "-kernel /image/vmlinux -initrd /image/initramfs.cpio",
                        "-append console=ttynull quiet panic=-1 nowatchdog cryptomgr.notests lsm=landlock,yama audit=0"
                                + " init_on_alloc=0 ipv6.disable=1",
                        "initcall_blacklist=init_kprobe_trace,load_system_certificate_list,crypto_kdf108_init,slab_sysfs_init",
                        "no_timer_check noreplace-smp 8250.nr_uarts=0 i8042.noprobe tsc_early_khz=2300000",
                        "-blockdev driver=file,node-name=image,filename=/image/root.squashfs,read-only=on",
                        "-blockdev driver=raw,node-name=root,file=image,read-only=on",
                        "-device virtio-blk-pci,drive=root",
                        "-blockdev driver=file,node-name=scratch-file,filename=/run/ab12/scratch.img"
                                + ",cache.no-flush=on,discard=unmap",
                        "-blockdev driver=raw,node-name=scratch,file=scratch-file,detect-zeroes=unmap"
                                + ",cache.no-flush=on,discard=unmap",
                        "-device virtio-blk-pci,drive=scratch,write-cache=on,werror=report,rerror=report",
                        "-device virtio-serial-pci",
                        "-chardev socket,id=agent,path=agent.sock,server=off",
                        "-device virtserialport,chardev=agent,name=io.omerta.agent",
                        "-netdev stream,id=frames,server=off,addr.type=unix,addr.path=frames.sock",
                        "-device"
                            + " virtio-net-pci,netdev=frames,mac=02:00:00:77:00:02,romfile=,csum=off,gso=off,guest_csum=off,"
                            + "guest_tso4=off,guest_tso6=off,guest_ecn=off,guest_ufo=off,guest_announce=off,"
                            + "host_tso4=off,host_tso6=off,host_ecn=off,host_ufo=off,mrg_rxbuf=off",
                        "-chardev socket,id=control,path=control.sock,server=off",
                        "-mon chardev=control,mode=control"));
    }

    @Test
    void kvm_takesTheHostsCpuAndItsClock() {
        List<String> arguments = commandLine(Architecture.AMD64, Acceleration.KVM, "/run/ab12");
        assertThat(arguments).containsSubsequence("-accel", "kvm", "-cpu", "host");
        assertThat(String.join(" ", arguments)).doesNotContain("tsc_early_khz").doesNotContain("nolapic_timer");
    }

    @Test
    void oneEmulatedCpu_needsNoTimerOfItsOwn() {
        assertThat(String.join(" ", commandLine(Architecture.AMD64, Acceleration.TCG, "/run/ab12", 1)))
                .contains("nolapic_timer");
    }

    @Test
    void hvfOnArm64_takesTheVirtMachine() {
        assertThat(commandLine(Architecture.ARM64, Acceleration.HVF, "/run/ab12"))
                .containsSubsequence(
                        "-machine", "virt,mem-merge=off,memory-backend=memory", "-accel", "hvf", "-cpu", "host");
    }

    @Test
    void emulatedArm64_doesWithoutTheCostlyCipher() {
        assertThat(commandLine(Architecture.ARM64, Acceleration.TCG, "/run/ab12"))
                .containsSubsequence("-cpu", "max,pauth-impdef=on")
                .noneMatch(argument -> argument.contains("tsc_early_khz"));
    }

    @Test
    void commaInAPath_isNoOption() throws Exception {
        directory = Files.createDirectory(directory.resolve("a,read-only=off"));
        writeImage();
        assertThat(String.join(" ", commandLine(Architecture.AMD64, Acceleration.TCG, "/run/ab12")))
                .contains("/a,,read-only=off/root.squashfs,read-only=on");
    }

    @Test
    void template_hasItsMemoryInAFileThatTakesEveryChange() throws Exception {
        Path file = Files.createFile(directory.resolve("memory"));
        memory = new GuestMemory.SharedWith(file);
        assertThat(commandLine(Architecture.ARM64, Acceleration.HVF, "/run/ab12"))
                .containsSubsequence("-machine", "virt,mem-merge=off,memory-backend=memory")
                .containsSubsequence(
                        "-object", "memory-backend-file,id=memory,size=224M,mem-path=" + file + ",share=on");
    }

    @Test
    void clone_hasAPrivateCopyAndWaits() {
        Path file = directory.resolve("memory");
        memory = new GuestMemory.CopyOf(new MemoryImage(file, Optional.empty()), directory.resolve("state"));
        assertThat(commandLine(Architecture.ARM64, Acceleration.HVF, "/run/ab12"))
                .containsSubsequence(
                        "-object",
                        "memory-backend-file,id=memory,size=224M,mem-path=" + file + ",share=off",
                        "-incoming",
                        "defer");
    }

    @Test
    void machineFromTheDisk_hasTheMemoryOfOneThatBooted_andStandsStill() {
        memory = new GuestMemory.Restored(directory.resolve("memory"));
        assertThat(commandLine(Architecture.ARM64, Acceleration.HVF, "/run/ab12"))
                .containsSubsequence("-object", "memory-backend-ram,id=memory,size=224M", "-S", "-incoming", "defer");
    }

    @Test
    void graphicsCards_areEachBehindAPortOfItsOwn() {
        cards = Stream.of("0000:01:00.0", "0000:0a:00.0")
                .map(address -> new GraphicsCard(new PciAddress(address), Path.of("/dev/vfio/7")))
                .toList();
        assertThat(String.join(" ", commandLine(Architecture.AMD64, Acceleration.KVM, "/run/ab12")))
                .contains("-device pcie-root-port,id=card0,chassis=1 -device vfio-pci,bus=card0,host=0000:01:00.0"
                        + " -device pcie-root-port,id=card1,chassis=2 -device vfio-pci,bus=card1,host=0000:0a:00.0");
    }

    private List<String> commandLine(Architecture architecture, Acceleration acceleration, String machine) {
        return commandLine(architecture, acceleration, machine, 2);
    }

    private List<String> commandLine(Architecture architecture, Acceleration acceleration, String machine, int cpus) {
        QemuBinary qemu = new QemuBinary(Path.of("/usr/bin/qemu"), architecture, "7.2.22");
        Cell where = new Cell(
                new VmDirectory(Path.of(machine)),
                Optional.empty(),
                VmCgroup.NONE,
                Walls.Priority.LEAST,
                new MachineSize(cpus, 224L << 20),
                () -> {});
        return new QemuCommandLine(
                        qemu,
                        OptionalLong.of(2_300_000),
                        new MachineShape(image, cpus, 224, acceleration),
                        64L << 20,
                        memory,
                        cards,
                        where)
                .arguments();
    }
}
