package io.omerta.cli.network;

import io.omerta.cli.qr.CodeReader;
import io.omerta.cli.session.Session;
import io.omerta.console.Shell;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.JoinLink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** Where a join key comes from: the command line, a file, a picture, standard input, or a prompt that does not show it. */
final class JoinKeySource {
    /** Room for white space and line breaks around the longest key. */
    private static final int MAX_BYTES = 4 * JoinLink.MAX_CHARACTERS;

    private final Session session;
    private final @Nullable String argument;
    private final @Nullable String file;
    private final @Nullable String picture;
    private final boolean standardInput;

    /** At most one of them is given; the prompt is what is left. */
    JoinKeySource(
            Session session,
            @Nullable String argument,
            @Nullable String file,
            @Nullable String picture,
            boolean standardInput) {
        this.session = session;
        this.argument = argument;
        this.file = file;
        this.picture = picture;
        this.standardInput = standardInput;
    }

    /** It stood on the command line. */
    boolean isSeenByOthers() {
        return argument != null;
    }

    String read() {
        if (argument != null) {
            return argument;
        }
        if (picture != null) {
            return CodeReader.keyIn(session.shell().resolve(picture));
        }
        try {
            if (file != null) {
                try (InputStream in = Files.newInputStream(session.shell().resolve(file))) {
                    return bounded(in);
                }
            }
            return standardInput ? bounded(session.shell().in()) : prompted();
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not read the key from " + (file == null ? "standard input" : file) + ": " + reason(e),
                    "omerta network join --key-file FILE",
                    e);
        }
    }

    private String prompted() {
        java.io.Console terminal = session.shell().isTerminal(Shell.STDIN) ? System.console() : null;
        char[] typed = terminal == null ? null : terminal.readPassword("Key (omerta://join/…), not shown: ");
        if (typed == null) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not join a network: no key, and no terminal to ask for one",
                    "omerta network join --key-file FILE");
        }
        return new String(typed);
    }

    private static String bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes, which no key has");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }
}
