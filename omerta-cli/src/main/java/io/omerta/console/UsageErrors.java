package io.omerta.console;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with a command line. */
final class UsageErrors {
    private UsageErrors() {}

    static OmertaException of(ParameterException exception) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        if (exception instanceof UnmatchedArgumentException unmatched) {
            return unmatched(command, unmatched.getUnmatched().getFirst());
        }
        if (exception instanceof MissingParameterException missing) {
            return error(
                    command, "could not run \"" + command.qualifiedName() + "\": " + missing(missing) + " is missing");
        }
        ArgSpec argument = exception.getArgSpec();
        String value = exception.getValue();
        if (argument != null && value != null && exception.getCause() != null) {
            String reason = String.valueOf(exception.getCause().getMessage());
            return error(command, "could not use " + name(argument) + " \"" + value + "\": " + reason);
        }
        return error(command, "could not run \"" + command.qualifiedName() + "\": " + plain(exception));
    }

    private static OmertaException unmatched(CommandSpec command, String word) {
        boolean option = word.startsWith("-");
        boolean takesCommand = !command.subcommands().isEmpty();
        if (!option && !takesCommand) {
            return error(
                    command, "could not run \"" + command.qualifiedName() + "\": unexpected argument \"" + word + "\"");
        }
        List<String> known =
                option ? options(command) : List.copyOf(command.subcommands().keySet());
        Optional<String> nearest = DidYouMean.nearest(word, known);
        String what = option ? "option" : "command";
        String where = option || command.parent() != null ? " of \"" + command.qualifiedName() + "\"" : "";
        if (nearest.isEmpty()) {
            return error(command, "no " + what + " \"" + word + "\"" + where);
        }
        String message = "no " + what + " \"" + word + "\"" + where + "; did you mean \"" + nearest.get() + "\"?";
        return new OmertaException(ErrorCode.INVALID_INPUT, message, "");
    }

    private static List<String> options(CommandSpec command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            names.addAll(List.of(option.names()));
        }
        names.removeIf(name -> !name.startsWith("--"));
        return names;
    }

    private static String missing(MissingParameterException exception) {
        return exception.getMissing().stream()
                .map(UsageErrors::name)
                .reduce((first, second) -> first + " and " + second)
                .orElse("something");
    }

    private static String name(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return argument.paramLabel();
        }
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .orElse(option.longestName());
    }

    private static String plain(ParameterException exception) {
        String message =
                String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static OmertaException error(CommandSpec command, String message) {
        CommandLine root = command.root().commandLine();
        String path = command.qualifiedName(" ").substring(root.getCommandName().length());
        return new OmertaException(ErrorCode.INVALID_INPUT, message, root.getCommandName() + " help" + path);
    }
}
