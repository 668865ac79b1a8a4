package io.omerta.core.config;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The layout on disk of one daemon. Computes paths only; {@link #prepare} makes and checks the folders.
 *
 * @param root absolute
 * @param images where guest images lie; shared between homes when set
 */
public record OmertaHome(Path root, Path images) {
    /** sun_path has 104 bytes on macOS, 108 on Linux, the terminating NUL included. */
    public static final int MAX_SOCKET_PATH_BYTES = 100;

    public OmertaHome {
        if (!root.isAbsolute() || !images.isAbsolute()) {
            throw new IllegalArgumentException("home: " + root + " is not absolute");
        }
    }

    public static OmertaHome at(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        return new OmertaHome(absolute, absolute.resolve("images"));
    }

    /** As this process's environment says. */
    public static OmertaHome ofEnvironment() {
        return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    /**
     * {@code OMERTA_HOME}, else the platform's place for applications' data; {@code OMERTA_IMAGES} over its images.
     *
     * @throws OmertaException {@code INVALID_INPUT} if the path of the socket would be too long
     */
    static OmertaHome of(Map<String, String> environment, String operatingSystem, Path userHome) {
        Path root = variable(environment, "OMERTA_HOME")
                .orElseGet(() -> defaultRoot(environment, operatingSystem, userHome));
        OmertaHome home = at(root);
        home.requireShortSocketPath();
        return variable(environment, "OMERTA_IMAGES")
                .map(images ->
                        new OmertaHome(home.root(), images.toAbsolutePath().normalize()))
                .orElse(home);
    }

    private static Path defaultRoot(Map<String, String> environment, String operatingSystem, Path userHome) {
        if (operatingSystem.startsWith("Mac")) {
            return userHome.resolve("Library/Application Support/Omerta");
        }
        // The XDG specification has relative values ignored.
        return variable(environment, "XDG_DATA_HOME")
                .filter(Path::isAbsolute)
                .orElse(userHome.resolve(".local/share"))
                .resolve("omerta");
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private void requireShortSocketPath() {
        int bytes = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_PATH_BYTES) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not use the folder " + root + ": the path of its socket has " + bytes
                            + " bytes, the system allows " + MAX_SOCKET_PATH_BYTES,
                    "export OMERTA_HOME=$HOME/.omerta");
        }
    }

    /**
     * Makes the folders that are missing, mode 0700.
     *
     * @throws OmertaException if one belongs to somebody else, others may write or read in it, or it cannot be made
     */
    public void prepare() {
        PrivateFolders.prepare(root, identity(), logs(), run(), jobs(), lent());
        PrivateFolders.makeShared(images);
    }

    public Path configuration() {
        return root.resolve("config.json");
    }

    public Path networks() {
        return root.resolve("networks.json");
    }

    /** Where other peers were last; only a cache. */
    public Path peers() {
        return root.resolve("peers.json");
    }

    public Path invitations() {
        return root.resolve("invitations.json");
    }

    /** The folder of the two key files. */
    public Path identity() {
        return root.resolve("identity");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log() {
        return logs().resolve("omerta.log");
    }

    public Path database() {
        return root.resolve("omerta.db");
    }

    public Path socket() {
        return root.resolve("omertad.sock");
    }

    /** Held by the daemon as long as it lives. */
    public Path lock() {
        return root.resolve("omertad.lock");
    }

    public Path pid() {
        return root.resolve("omertad.pid");
    }

    /** For what lives no longer than a VM: sockets, and what is needed to recognise leftovers. */
    public Path run() {
        return root.resolve("run");
    }

    /** What the probe of acceleration found out; only a cache. */
    public Path acceleration() {
        return root.resolve("acceleration");
    }

    /** Frozen VMs that others are cloned from; only a cache. */
    public Path templates() {
        return root.resolve("templates");
    }

    /** This machine's own jobs. */
    public Path jobs() {
        return root.resolve("jobs");
    }

    public Path job(JobId id) {
        return jobs().resolve(id.toString());
    }

    /** Event log of an own job. */
    public Path jobEvents(JobId id) {
        return job(id).resolve("events");
    }

    /** Names the folder into which an own job sends files, as long as it goes on. */
    public Path jobCollecting(JobId id) {
        return job(id).resolve("collecting");
    }

    /** Jobs of others that run here. */
    public Path lent() {
        return root.resolve("lent");
    }

    public Path lentJob(JobId id) {
        return lent().resolve(id.toString());
    }

    /** Event log of another's job. */
    public Path lentJobEvents(JobId id) {
        return lentJob(id).resolve("events");
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
