package io.omerta.daemon;

import io.omerta.cli.session.FaultLog;
import io.omerta.cli.session.LibraryLogs;
import io.omerta.console.Console;
import io.omerta.console.Execution;
import io.omerta.console.Shell;
import picocli.CommandLine;

/** Where {@code omertad} starts. */
public final class Omertad {
    private Omertad() {}

    public static void main(String[] arguments) {
        LibraryLogs.silence();
        int exitCode = run(Shell.ofThisProcess(), arguments);
        System.exit(exitCode);
    }

    /** @return the exit code */
    public static int run(Shell shell, String... arguments) {
        OmertadCommand root = new OmertadCommand(shell);
        Console console = root.console();
        FaultLog faults = new FaultLog(shell, root.options());
        return new Execution(new CommandLine(root), root.options(), console, faults::write).run(arguments);
    }
}
