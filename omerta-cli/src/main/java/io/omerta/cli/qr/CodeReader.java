package io.omerta.cli.qr;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.JoinLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Finds the key in a picture of a QR code, with zbarimg, where that is installed. */
public final class CodeReader {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private CodeReader() {}

    /** @throws OmertaException if there is none, or nothing to read pictures with */
    public static String keyIn(Path picture) {
        if (!Files.isReadable(picture)) {
            throw refused(picture, "no file that can be read");
        }
        String found = read(picture);
        return found.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("omerta://"))
                .findFirst()
                .orElseThrow(() -> refused(picture, "no QR code with a key is in it"));
    }

    private static String read(Path picture) {
        try {
            Process reader = new ProcessBuilder(
                            "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                reader.getOutputStream().close();
                Thread end = Thread.ofVirtual().name("qr-reader-end").start(() -> destroyAfter(reader));
                byte[] told = reader.getInputStream().readNBytes(4 * JoinLink.MAX_CHARACTERS);
                end.interrupt();
                return new String(told, StandardCharsets.UTF_8);
            } finally {
                reader.destroyForcibly();
            }
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.MISSING_PREREQUISITE,
                    "could not read " + picture + ": no program that reads QR codes is here (zbarimg)",
                    "apt-get install zbar-tools",
                    e);
        }
    }

    /** A picture can keep its reader busy without end. */
    private static void destroyAfter(Process reader) {
        try {
            if (!reader.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                reader.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It has ended.
            Thread.currentThread().interrupt();
        }
    }

    private static OmertaException refused(Path picture, String why) {
        return new OmertaException(
                ErrorCode.INVALID_INPUT,
                "could not read a key from " + picture + ": " + why,
                "omerta network join --key-file FILE");
    }
}
