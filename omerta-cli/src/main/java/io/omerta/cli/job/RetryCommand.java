package io.omerta.cli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command that was typed, with one option changed: works when pasted into a shell. */
final class RetryCommand {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final int MAX_LENGTH = 300;

    private final List<String> arguments;

    /** @param arguments as typed, the command's name first; empty when there was none */
    RetryCommand(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** Empty when it cannot be told on one line. */
    String with(String option, String value) {
        if (arguments.isEmpty()) {
            return "";
        }
        List<String> changed = new ArrayList<>(arguments);
        int end = changed.contains("--") ? changed.indexOf("--") : changed.size();
        int at = position(changed.subList(0, end), option);
        if (at < 0) {
            changed.addAll(1, List.of(option, value));
        } else if (changed.get(at).startsWith(option + "=")) {
            changed.set(at, option + "=" + value);
        } else if (at + 1 < end) {
            changed.set(at + 1, value);
        }
        String line = "omerta " + changed.stream().map(RetryCommand::quote).collect(Collectors.joining(" "));
        return line.length() > MAX_LENGTH || line.contains("\n") ? "the same with " + option + " " + value : line;
    }

    private static int position(List<String> options, String option) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).equals(option) || options.get(i).startsWith(option + "=")) {
                return i;
            }
        }
        return -1;
    }

    private static String quote(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
