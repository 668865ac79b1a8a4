package io.omerta.cli.network;

import io.omerta.cli.qr.KeyCode;
import io.omerta.cli.qr.ScreenSize;
import io.omerta.console.Console;
import io.omerta.console.Shell;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.network.JoinLink;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Join keys as QR codes: on standard output and into files. */
final class QrOutput {
    /** Light on dark, whatever the terminal's own colours are. */
    private static final String LIGHT_ON_DARK = "\033[97;40m";

    private static final String PLAIN = "\033[0m";

    private final Console console;

    QrOutput(Console console) {
        this.console = console;
    }

    /** @throws OmertaException if the terminal is too small */
    void draw(JoinLink link, String name) {
        boolean terminal = console.shell().isTerminal(Shell.STDOUT);
        ScreenSize screen = terminal ? ScreenSize.ofThisTerminal() : ScreenSize.USUAL;
        KeyCode code = KeyCode.fitting(link, screen).orElseThrow(() -> tooSmall(link, screen));
        console.notice("whoever sees this code can join \"" + name + "\":");
        for (String line : code.lines()) {
            console.print(terminal ? LIGHT_ON_DARK + line + PLAIN : line);
        }
    }

    private static OmertaException tooSmall(JoinLink link, ScreenSize screen) {
        String needed = KeyCode.smallestScreen(link)
                .map(size -> "it takes " + size.columns() + " columns and " + size.rows() + " rows, and there are "
                        + screen.columns() + " and " + screen.rows())
                .orElse("it is too long for any");
        return new OmertaException(
                ErrorCode.INVALID_INPUT,
                "could not draw the key as a QR code: " + needed,
                "omerta network show NAME --qr-png FILE");
    }

    /** @throws OmertaException if there is such a file, or it cannot be written */
    void write(JoinLink link, Path file) {
        Optional<KeyCode> code = KeyCode.whole(link).or(() -> KeyCode.fitting(link, ScreenSize.LARGEST));
        byte[] png = code.orElseThrow(() -> tooSmall(link, ScreenSize.LARGEST)).png();
        boolean created;
        try {
            created = AtomicFile.create(file, png, AtomicFile.OWNER_ONLY);
        } catch (UncheckedIOException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT, "could not write the QR code: " + e.getMessage(), "--qr-png FILE", e);
        }
        if (!created) {
            throw new OmertaException(
                    ErrorCode.ALREADY_EXISTS,
                    "could not write the QR code: there is a file " + file + " already, which stays as it is",
                    "--qr-png with another name");
        }
        console.notice("wrote " + file + "; whoever has it can join");
    }
}
