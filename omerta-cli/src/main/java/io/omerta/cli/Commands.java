package io.omerta.cli;

import io.omerta.cli.image.ImageCommand;
import io.omerta.cli.job.CancelCommand;
import io.omerta.cli.job.ExplainCommand;
import io.omerta.cli.job.JobsCommand;
import io.omerta.cli.job.LogsCommand;
import io.omerta.cli.job.PauseCommand;
import io.omerta.cli.job.ResumeCommand;
import io.omerta.cli.job.RunCommand;
import io.omerta.cli.job.SubmitCommand;
import io.omerta.cli.job.WaitCommand;
import io.omerta.cli.network.NetworkCommand;
import io.omerta.cli.network.PeersCommand;
import io.omerta.cli.network.ReputationCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All commands, in the order of the help. */
final class Commands {
    private static final String RUN = "run";
    private static final Map<String, Supplier<Object>> ALL = all();

    private Commands() {}

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("submit", SubmitCommand::new);
        all.put(RUN, RunCommand::new);
        all.put("jobs", JobsCommand::new);
        all.put("logs", LogsCommand::new);
        all.put("wait", WaitCommand::new);
        all.put("cancel", CancelCommand::new);
        all.put("pause", PauseCommand::new);
        all.put("resume", ResumeCommand::new);
        all.put("explain", ExplainCommand::new);
        all.put("network", NetworkCommand::new);
        all.put("image", ImageCommand::new);
        all.put("peers", PeersCommand::new);
        all.put("reputation", ReputationCommand::new);
        all.put("status", StatusCommand::new);
        all.put("version", VersionCommand::new);
        all.put("help", HelpCommand::new);
        all.put("completion", CompletionCommand::new);
        all.put("rehearse-start", StartRehearsal::new);
        return all;
    }

    /** With every command, for those that tell about them. */
    static CommandLine everything(OmertaCommand root) {
        CommandLine commandLine = new CommandLine(root);
        ALL.forEach((name, command) -> add(commandLine, name, command));
        return commandLine;
    }

    /**
     * For these arguments. Looking at the options of all commands takes longer than everything else that a short command
     * does: where the first word is the name of one, no other is needed.
     */
    static CommandLine forArguments(OmertaCommand root, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<Object> command = ALL.get(first);
        if (command == null || first.equals("help")) {
            return everything(root);
        }
        CommandLine commandLine = new CommandLine(root);
        add(commandLine, first, command);
        return commandLine;
    }

    private static void add(CommandLine root, String name, Supplier<Object> command) {
        // In "omerta run sh -c x" the -c is sh's.
        root.addSubcommand(name, new CommandLine(command.get()).setStopAtPositional(name.equals(RUN)));
    }
}
