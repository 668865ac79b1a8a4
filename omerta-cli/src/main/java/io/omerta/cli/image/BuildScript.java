package io.omerta.cli.image;

import io.omerta.console.Console;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code build-image}, which knows how images are made. It ends with this process, whatever ends that: its standard input is
 * a pipe from here, at whose end it gives up. For one thread.
 */
final class BuildScript {
    /** Where the launcher has found the recipe: in the distribution, else in the checkout. */
    private static final String FOLDER_PROPERTY = "omerta.guest";

    private static final String PREFIX = "build-image: ";
    private static final String FAILURE = "could not ";
    private static final String HINT = "  try: ";
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 4;

    private final Console console;
    private String failure = "";
    private String hint = "";

    BuildScript(Console console) {
        this.console = console;
    }

    /** @throws OmertaException if no image came of it */
    void run(List<String> arguments) {
        List<String> command = new ArrayList<>();
        // The leader of a group, so that everything below it can be ended at once.
        command.addAll(List.of("setsid", script().toString(), "--while-stdin"));
        command.addAll(arguments);
        int code = execute(command);
        if (code != 0) {
            String said =
                    failure.isEmpty() ? "could not build the image: build-image ended with code " + code : failure;
            throw new OmertaException(errorCode(code), said, hint);
        }
    }

    private int execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    tell(line);
                }
                return process.waitFor();
            } finally {
                process.getOutputStream().close();
            }
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.MISSING_PREREQUISITE,
                    "could not build the image: " + e.getMessage(),
                    "sudo apt-get install util-linux bash",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OmertaException(ErrorCode.INTERNAL, "could not build the image: interrupted", "", e);
        }
    }

    private void tell(String line) {
        if (line.startsWith(PREFIX + FAILURE)) {
            failure = line.substring(PREFIX.length());
        } else if (line.startsWith(HINT) && !failure.isEmpty()) {
            hint = line.substring(HINT.length());
        } else if (line.startsWith(PREFIX)) {
            console.notice(line.substring(PREFIX.length()));
        } else {
            console.detail(line);
        }
    }

    private static ErrorCode errorCode(int code) {
        return switch (code) {
            case USAGE -> ErrorCode.INVALID_INPUT;
            case NOT_FOUND -> ErrorCode.NOT_FOUND;
            default -> ErrorCode.MISSING_PREREQUISITE;
        };
    }

    private static Path script() {
        Path script = Path.of(System.getProperty(FOLDER_PROPERTY, "")).resolve("build-image");
        if (!Files.isExecutable(script)) {
            throw new OmertaException(
                    ErrorCode.MISSING_PREREQUISITE,
                    "could not build the image: this installation has no recipe for it",
                    "build it elsewhere: omerta image export; here: omerta image import FILE");
        }
        return script.toAbsolutePath();
    }
}
