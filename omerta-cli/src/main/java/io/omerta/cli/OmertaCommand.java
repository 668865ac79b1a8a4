package io.omerta.cli;

import io.omerta.cli.job.CancelCommand;
import io.omerta.cli.job.ExplainCommand;
import io.omerta.cli.job.JobsCommand;
import io.omerta.cli.job.LogsCommand;
import io.omerta.cli.job.RunCommand;
import io.omerta.cli.job.SubmitCommand;
import io.omerta.cli.job.WaitCommand;
import io.omerta.cli.network.NetworkCommand;
import io.omerta.cli.network.PeersCommand;
import io.omerta.cli.session.Homes;
import io.omerta.cli.session.Session;
import io.omerta.cli.session.SessionSource;
import io.omerta.console.Console;
import io.omerta.console.GlobalOptions;
import io.omerta.console.Shell;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of all commands; on its own it shows the help. */
@Command(
        name = "omerta",
        description = "Run jobs on machines that people lend each other.",
        footer = {"", "More: omerta help COMMAND, omerta help contract, omerta help exit-codes"},
        subcommands = {
            SubmitCommand.class,
            RunCommand.class,
            JobsCommand.class,
            LogsCommand.class,
            WaitCommand.class,
            CancelCommand.class,
            ExplainCommand.class,
            NetworkCommand.class,
            PeersCommand.class,
            StatusCommand.class,
            VersionCommand.class,
            HelpCommand.class,
            CompletionCommand.class,
            StartRehearsal.class
        })
final class OmertaCommand implements Callable<Integer>, SessionSource {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;
    private final Console console;

    OmertaCommand(Shell shell) {
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
