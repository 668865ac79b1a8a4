package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this host lets this process put around a QEMU, found out by trying. Makes the cells.
 *
 * @param users empty where QEMU runs as this process's own user
 * @param cgroups none where the host lets this process make none
 * @param why in one sentence for people
 */
record Containment(QemuTether tether, Optional<VmUsers> users, Cgroups cgroups, Walls.Priority priority, String why) {
    private static final Logger LOG = LoggerFactory.getLogger(Containment.class);
    private static final Path AUTOGROUP = Path.of("/proc/sys/kernel/sched_autogroup_enabled");

    static Containment ofHost(ForkThread forks, Path run) throws InterruptedException {
        QemuTether tether = QemuTether.ofHost();
        UsersTrial.Answer trial = UsersTrial.of(forks, run, tether);
        Cgroups cgroups = tether == QemuTether.PARENT_DEATH_SIGNAL ? Cgroups.ofHost() : Cgroups.NONE;
        String why = trial.why() + "; " + sentence(cgroups);
        if (trial.isWeak()) {
            LOG.warn("virtual machines are held by: {}", why);
        } else {
            LOG.info("virtual machines are held by: {}", why);
        }
        return new Containment(tether, trial.users(), cgroups, priority(cgroups), why);
    }

    private static String sentence(Cgroups cgroups) {
        Set<CgroupController> controllers = cgroups.controllers();
        if (controllers.isEmpty()) {
            return "no control group can be made here, so limits are those of a process";
        }
        Set<CgroupController> missing = EnumSet.complementOf(EnumSet.copyOf(controllers));
        String names = names(controllers);
        return missing.isEmpty()
                ? "a control group each for " + names
                : "a control group each for " + names + ", none for " + names(missing);
    }

    private static String names(Set<CgroupController> controllers) {
        return controllers.stream().map(CgroupController::kernelName).collect(Collectors.joining(", "));
    }

    private static Walls.Priority priority(Cgroups cgroups) {
        if (cgroups.controllers().contains(CgroupController.CPU)) {
            return Walls.Priority.OF_ITS_GROUP;
        }
        boolean tools = Stream.of(WallScript.NICE, WallScript.IONICE, WallScript.SETSID)
                .map(Path::of)
                .allMatch(Files::isExecutable);
        if (!tools) {
            LOG.warn("virtual machines have the priority of any program: there is no nice, ionice or setsid");
            return Walls.Priority.OF_ITS_GROUP;
        }
        return sharesBetweenSessions() ? Walls.Priority.LEAST_OF_ALL_SESSIONS : Walls.Priority.LEAST;
    }

    private static boolean sharesBetweenSessions() {
        try {
            return Files.readString(AUTOGROUP).strip().equals("1");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * For {@link Cell#copyOnWrite}.
     *
     * @param file unchanged as long as the result is open
     */
    MemoryImage memoryImage(Path file) throws IOException {
        return new MemoryImage(file, users.isPresent() ? Optional.of(SealedMemory.copyOf(file)) : Optional.empty());
    }

    /**
     * @param run directory of the machines' directories
     * @throws OmertaException if as many machines run as there are users
     */
    Cell newCell(Path run, MachineSize size) throws IOException {
        Optional<VmUser> user = users.map(VmUsers::take);
        Runnable release = () -> user.ifPresent(taken -> users.orElseThrow().release(taken));
        try {
            VmDirectory directory = VmDirectory.create(run);
            try {
                VmCgroup cgroup = cgroups.create(directory.id(), size);
                return new Cell(directory, user, cgroup, priority, size, release);
            } catch (IOException | RuntimeException e) {
                directory.delete();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            release.run();
            throw e;
        }
    }
}
