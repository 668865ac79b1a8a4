package io.omerta.cli;

import io.omerta.cli.session.FaultLog;
import io.omerta.cli.session.LibraryLogs;
import io.omerta.console.Console;
import io.omerta.console.Execution;
import io.omerta.console.Shell;

/** Where {@code omerta} starts. */
public final class Omerta {
    private Omerta() {}

    public static void main(String[] arguments) {
        LibraryLogs.silence();
        int exitCode = run(Shell.ofThisProcess(), arguments);
        System.exit(exitCode);
    }

    /** @return the exit code */
    public static int run(Shell shell, String... arguments) {
        OmertaCommand root = new OmertaCommand(shell);
        Console console = root.console();
        FaultLog faults = new FaultLog(shell, root.options());
        return new Execution(Commands.forArguments(root, arguments), root.options(), console, faults::write)
                .run(arguments);
    }
}
