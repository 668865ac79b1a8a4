package io.omerta.console;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs a command; every failure becomes one line for people and an exit code. */
public final class Execution {
    private static final int USAGE = ErrorCode.INVALID_INPUT.exitCode();

    private final CommandLine commandLine;
    private final GlobalOptions options;
    private final Console console;
    private final Consumer<String> log;

    /** @param log takes the stack trace of a fault of our own, under the id that the user is told */
    public Execution(CommandLine commandLine, GlobalOptions options, Console console, Consumer<String> log) {
        this.commandLine = commandLine;
        this.options = options;
        this.console = console;
        this.log = log;
    }

    /** @return the exit code */
    public int run(String... arguments) {
        PrintWriter out = new PrintWriter(console.shell().out(), true, StandardCharsets.UTF_8);
        return commandLine
                .setOut(out)
                .setUsageHelpWidth(Table.MAX_COLUMNS)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUnmatchedOptionsArePositionalParams(false)
                .setParameterExceptionHandler((e, all) -> usageError(e, all))
                .setExecutionExceptionHandler((e, command, result) -> failure(e, command))
                .execute(arguments);
    }

    private int usageError(ParameterException exception, String[] arguments) {
        // Parsing stopped somewhere before or after --json.
        options.json |= Arrays.asList(arguments).contains("--json");
        console.failure(UsageErrors.of(exception));
        return USAGE;
    }

    private int failure(Exception exception, CommandLine command) {
        return switch (exception) {
            case OutputClosedException _ -> OutputClosedException.EXIT_CODE;
            case ParameterException usage -> {
                console.failure(UsageErrors.of(usage));
                yield USAGE;
            }
            case OmertaException failure -> failed(failure, exception, command);
            default -> failed(internal(exception, command.getCommandSpec().qualifiedName()), exception, command);
        };
    }

    private int failed(OmertaException told, Exception cause, CommandLine command) {
        console.failure(told);
        if (options.debug()) {
            console.trace(trace(cause));
        }
        boolean jobsCode = command.getCommand() instanceof EndsWithJobsCode job && job.endsWithJobsCode();
        return jobsCode ? EndsWithJobsCode.OMERTA_FAILED : told.code().exitCode();
    }

    private OmertaException internal(Exception exception, String command) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.accept("fault " + id + " of \"" + command + "\"\n" + trace(exception));
        return new OmertaException(
                ErrorCode.INTERNAL,
                "could not run \"" + command + "\": a fault of Omerta's own, noted in the log under " + id,
                command + " --debug");
    }

    private static String trace(Exception exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
