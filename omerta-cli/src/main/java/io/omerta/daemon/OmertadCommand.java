package io.omerta.daemon;

import io.omerta.cli.session.Homes;
import io.omerta.cli.session.Session;
import io.omerta.cli.session.SessionSource;
import io.omerta.console.Console;
import io.omerta.console.GlobalOptions;
import io.omerta.console.HelpCommand;
import io.omerta.console.Shell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the daemon's commands; on its own it shows the help. */
@Command(
        name = "omertad",
        description = "The daemon: lends this machine, and acts for the omerta command.",
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            HelpCommand.class,
            DaemonRehearsal.class
        })
final class OmertadCommand implements Callable<Integer>, SessionSource {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;
    private final Console console;

    OmertadCommand(Shell shell) {
        this.shell = shell;
        this.console = new Console(shell, options);
    }

    GlobalOptions options() {
        return options;
    }

    Console console() {
        return console;
    }

    @Override
    public Session openSession() {
        return new Session(console, Homes.of(shell, options));
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
        return 0;
    }
}
