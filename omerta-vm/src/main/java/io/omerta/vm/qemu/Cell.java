package io.omerta.vm.qemu;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.gpu.GraphicsCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one QEMU is held: its directory, which is its working directory, its user, its control group, and
 * the files that it is lent. QEMU may
 * reach nothing that this object did not name: another user's process has no way into the daemon's home, so files are opened
 * for it, and sockets are named relative to its directory.
 *
 * <p>Owned by one thread until the process has started; {@link #close} by whichever thread ends the machine, when the process
 * is gone.
 */
final class Cell implements AutoCloseable {
    private static final int OTHERS_READ = 0004;
    private static final int GROUP_READ_WRITE = 0060;
    private static final int OTHERS_READ_WRITE = 0006;
    private static final int ROOT = 0;

    private final VmDirectory directory;
    private final Optional<VmUser> user;
    private final VmCgroup cgroup;
    private final Walls.Priority priority;
    private final MachineSize size;
    private final Runnable onClosed;
    private final List<Walls.OpenFile> files = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final List<Path> given = new ArrayList<>();
    private long fileBytes;
    private boolean locksMemory;
    private boolean closed;

    /**
     * @param user whom QEMU runs as; else as this process's user
     * @param cgroup is this cell's from here on
     * @param onClosed when nothing of the cell is left
     */
    Cell(
            VmDirectory directory,
            Optional<VmUser> user,
            VmCgroup cgroup,
            Walls.Priority priority,
            MachineSize size,
            Runnable onClosed) {
        this.directory = directory;
        this.user = user;
        this.cgroup = cgroup;
        this.priority = priority;
        this.size = size;
        this.onClosed = onClosed;
        if (user.isPresent()) {
            directory.letOthersIn();
        }
    }

    /** One that only serves to tell what a command line would look like. */
    static Cell imagined(MachineSize size) {
        VmDirectory nowhere = new VmDirectory(Path.of("/imagined"));
        return new Cell(nowhere, Optional.empty(), VmCgroup.NONE, Walls.Priority.LEAST, size, () -> {});
    }

    VmDirectory directory() {
        return directory;
    }

    String id() {
        return directory.id();
    }

    /**
     * Lends a file for reading; any number of cells may have it.
     *
     * @return by what name QEMU opens it
     * @throws OmertaException if the other user could not read it
     */
    String read(Path file) {
        if (user.isEmpty()) {
            return file.toAbsolutePath().toString();
        }
        if ((attribute(file, "mode") & OTHERS_READ) == 0) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not start the virtual machine: " + file + " is not readable for QEMU's user",
                    "chmod a+r '" + file + "'");
        }
        return open(file, false);
    }

    /**
     * Lends a file for reading, from its beginning, unless it is lent that way already.
     *
     * @return the number of the descriptor that QEMU finds open
     */
    int descriptor(Path file) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).path().equals(file.toAbsolutePath())) {
                return Walls.FIRST_DESCRIPTOR + i;
            }
        }
        files.add(new Walls.OpenFile(file.toAbsolutePath(), false));
        return Walls.FIRST_DESCRIPTOR + files.size() - 1;
    }

    /**
     * Gives an existing file away, for reading and writing, until this cell closes; no other cell may have it. No file may
     * become larger than the largest that was given.
     *
     * @param bytes how large this one is
     * @return by what name QEMU opens it
     */
    String readWrite(Path file, long bytes) {
        fileBytes = Math.max(fileBytes, bytes);
        if (user.isEmpty()) {
            return file.toAbsolutePath().toString();
        }
        give(file);
        return open(file, true);
    }

    /**
     * Lends memory for {@code memory-backend-file,share=off}: what QEMU changes is its own. Any number of cells may have it.
     *
     * @return by what name QEMU opens it
     */
    String copyOnWrite(MemoryImage image) {
        return image.sealed()
                .map(memory -> open(memory.path(), true))
                .orElseGet(() -> image.file().toAbsolutePath().toString());
    }

    /**
     * Lets QEMU connect to a socket in the cell's directory that is bound already. To bind one itself it has no right.
     *
     * @return by what name QEMU connects
     */
    String connect(Path socket) {
        if (!directory.path().equals(socket.getParent())) {
            throw new IllegalArgumentException("socket: " + socket + " is not in " + directory.path());
        }
        if (user.isPresent()) {
            give(socket);
        }
        return socket.getFileName().toString();
    }

    /** Lets QEMU open a device that a group may use. If none may, QEMU is left to find that out. */
    void use(Path device) {
        if (user.isPresent() && (attribute(device, "mode") & OTHERS_READ_WRITE) != OTHERS_READ_WRITE) {
            int group = attribute(device, "gid");
            if (group != ROOT && (attribute(device, "mode") & GROUP_READ_WRITE) == GROUP_READ_WRITE) {
                groups.add(group);
            }
        }
    }

    /**
     * Gives a graphics card away until this cell closes; no other cell may have it. Its device reads and writes the machine's
     * memory by itself, so that has to stay in place.
     *
     * @return by what name QEMU knows it
     */
    String card(GraphicsCard card) {
        locksMemory = true;
        if (user.isPresent()) {
            give(card.group());
        }
        return card.address().text();
    }

    /** As everything lent so far asks for. */
    Walls walls() {
        return new Walls(
                user,
                groups,
                files,
                cgroup.joins(),
                priority,
                new Walls.Limits(fileBytes, size.processes(), locksMemory));
    }

    /** Any thread may call. */
    VmCgroup cgroup() {
        return cgroup;
    }

    private String open(Path file, boolean writable) {
        files.add(new Walls.OpenFile(file.toAbsolutePath(), writable));
        return "/dev/fd/" + (Walls.FIRST_DESCRIPTOR + files.size() - 1);
    }

    private void give(Path file) {
        setOwner(file, user.orElseThrow().id());
        given.add(file);
    }

    private static int attribute(Path file, String name) {
        try {
            return (int) Files.getAttribute(file, "unix:" + name);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static void setOwner(Path file, int id) {
        try {
            Files.setAttribute(file, "unix:uid", id);
            Files.setAttribute(file, "unix:gid", id);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static UncheckedIOException unusable(Path file, IOException e) {
        return new UncheckedIOException("could not lend " + file + " to QEMU: " + e.getMessage(), e);
    }

    /**
     * Removes the control group, takes back what was given, and deletes the directory. To be called when the process has
     * ended. Idempotent.
     */
    @Override
    public void close() {
        cgroup.close();
        given.stream().filter(Files::exists).forEach(file -> setOwner(file, ROOT));
        given.clear();
        directory.delete();
        if (!closed) {
            closed = true;
            onClosed.run();
        }
    }
}
