package io.omerta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(name = "help", description = "Show help about a command, or about: contract, exit-codes.")
final class HelpCommand extends io.omerta.console.HelpCommand {
    private static final List<String> TOPICS = List.of("contract", "exit-codes");

    @Override
    protected Optional<String> topic(String name) {
        return TOPICS.contains(name) ? Optional.of(read("help/" + name + ".txt")) : Optional.empty();
    }

    private static String read(String resource) {
        try (InputStream in = HelpCommand.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build has no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
