package io.omerta.cli.session;

import io.omerta.console.GlobalOptions;
import io.omerta.console.Shell;
import io.omerta.core.config.OmertaHome;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which home a command means: {@code --home}, else {@code OMERTA_HOME}, else the platform's own place. */
public final class Homes {
    private static final String IMAGES = "OMERTA_IMAGES";

    private Homes() {}

    /** @throws OmertaException if the path of the home is too long for a socket in it */
    public static OmertaHome of(Shell shell, GlobalOptions options) {
        String option = options.home();
        String chosen = option == null ? shell.environment().get("OMERTA_HOME") : option;
        if (chosen == null || chosen.isBlank()) {
            return OmertaHome.ofEnvironment();
        }
        OmertaHome home = OmertaHome.at(shell.resolve(chosen));
        requireShortSocketPath(home);
        return withImages(home, shell.environment().get(IMAGES), shell);
    }

    private static OmertaHome withImages(OmertaHome home, @Nullable String images, Shell shell) {
        if (images == null || images.isBlank()) {
            return home;
        }
        Path folder = shell.resolve(images).toAbsolutePath().normalize();
        return new OmertaHome(home.root(), folder);
    }

    private static void requireShortSocketPath(OmertaHome home) {
        int bytes = home.socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > OmertaHome.MAX_SOCKET_PATH_BYTES) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not use the folder " + home + ": the path of its socket has " + bytes
                            + " bytes, the system allows " + OmertaHome.MAX_SOCKET_PATH_BYTES,
                    "export OMERTA_HOME=$HOME/.omerta");
        }
    }
}
