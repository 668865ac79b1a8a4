package io.omerta.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code help}, {@code help COMMAND…} and {@code help TOPIC}. */
@Command(name = "help", description = "Show help about a command.")
public class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "What to show help about; nothing: all commands.")
    List<String> path = List.of();

    @Spec
    @Nullable
    CommandSpec spec;

    /** Text about something that is no command. */
    protected Optional<String> topic(String name) {
        return Optional.empty();
    }

    @Override
    public final Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not made this command");
        }
        CommandLine command = spec.root().commandLine();
        PrintWriter out = command.getOut();
        Optional<String> topic = path.size() == 1 ? topic(path.getFirst()) : Optional.empty();
        if (topic.isPresent()) {
            out.print(topic.get());
            out.flush();
            return 0;
        }
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new UnmatchedArgumentException(command, new ArrayList<>(List.of(name)));
            }
            command = next;
        }
        command.usage(out);
        return 0;
    }
}
