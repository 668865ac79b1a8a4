package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.StrictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The networks that this machine is in, kept in {@code networks.json} (mode 0600: it holds keys). What cannot be read is
 * reported and left as it is. Safe for use by several threads of one process; the daemon's lock keeps others out.
 */
public final class NetworkStore {
    /** Rolls and rotations of large networks have some hundred KiB each. */
    private static final int MAX_BYTES = 64 << 20;

    private final Path file;
    private volatile List<Network> networks;

    private NetworkStore(Path file, List<Network> networks) {
        this.file = file;
        this.networks = networks;
    }

    /**
     * Reads the file; without one there are no networks.
     *
     * @throws OmertaException {@code CORRUPT_FILE} if it is broken
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static NetworkStore open(Path file) {
        String hint = "repair it, or move it away and join again: mv " + file + " " + file + ".broken";
        List<Network> networks = StrictJson.read(file, NetworksFile.class, MAX_BYTES, hint)
                .map(content -> content.toNetworks(file, hint))
                .orElse(List.of());
        return new NetworkStore(file, networks);
    }

    /** In the order in which they were joined. */
    public List<Network> list() {
        return networks;
    }

    /** Those of {@link #list} that are not paused. */
    public List<Network> active() {
        return networks.stream().filter(network -> !network.paused()).toList();
    }

    /** The networks of {@link #active} under each of their old keys that still serves to hand on the one that followed. */
    public List<Network> graced() {
        return active().stream().flatMap(network -> network.graced().stream()).toList();
    }

    /** The network that has, or had, that id. */
    public Optional<Network> current(NetworkId id) {
        return networks.stream()
                .filter(network -> network.lineage().contains(id))
                .findFirst();
    }

    public Optional<Network> find(NetworkId id) {
        return networks.stream().filter(network -> network.id().equals(id)).findFirst();
    }

    /**
     * Finds what a user named.
     *
     * @param reference a name, an id, a prefix of an id of 4 characters or more; empty for the only network there is, or
     *     the only one that is not paused
     * @throws OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS}
     */
    public Network resolve(String reference) {
        return new NetworkReference(networks).resolve(reference.strip());
    }

    /**
     * Adds a network, durably.
     *
     * @throws OmertaException {@code ALREADY_EXISTS} if this machine is in it already
     * @throws java.io.UncheckedIOException if it cannot be written; nothing has changed then
     */
    public synchronized void add(Network network) {
        current(network.id()).ifPresent(present -> {
            throw new OmertaException(
                    ErrorCode.ALREADY_EXISTS,
                    "could not join \"" + present.name() + "\": this machine is in it already",
                    "omerta network show " + present.id().hex().substring(0, 8));
        });
        List<Network> changed = new ArrayList<>(networks);
        changed.add(network);
        replace(changed);
    }

    /**
     * Changes a network, durably.
     *
     * @param id that it has, or had: its key may have been rotated a moment ago
     * @param change gives the same network; called once
     * @return what it is now
     * @throws OmertaException {@code NOT_FOUND} if this machine is not in it any more
     * @throws java.io.UncheckedIOException if it cannot be written; nothing has changed then
     */
    public synchronized Network change(NetworkId id, UnaryOperator<Network> change) {
        Network before = current(id)
                .orElseThrow(() -> new OmertaException(
                        ErrorCode.NOT_FOUND,
                        "could not change the network " + id.hex().substring(0, 8) + ": this machine has left it",
                        "omerta network list"));
        Network after = change.apply(before);
        if (!after.lineage().contains(before.id())) {
            throw new IllegalArgumentException("network id: of another network");
        }
        if (!after.equals(before)) {
            replace(networks.stream()
                    .map(network -> network.id().equals(before.id()) ? after : network)
                    .toList());
        }
        return after;
    }

    /**
     * Removes a network, durably.
     *
     * @param id that it has, or had
     * @return false if this machine was not in it
     * @throws java.io.UncheckedIOException if it cannot be written; nothing has changed then
     */
    public synchronized boolean remove(NetworkId id) {
        List<Network> changed = new ArrayList<>(networks);
        if (!changed.removeIf(network -> network.lineage().contains(id))) {
            return false;
        }
        replace(changed);
        return true;
    }

    private void replace(List<Network> changed) {
        AtomicFile.write(file, StrictJson.write(NetworksFile.of(changed)), AtomicFile.OWNER_ONLY);
        networks = List.copyOf(changed);
    }
}
