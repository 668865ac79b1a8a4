package io.omerta.cli;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Shell;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = {
            "Print a script that completes commands and options.",
            "Put this into ~/.bashrc or ~/.zshrc:  source <(omerta completion bash)"
        })
final class CompletionCommand extends ClientCommand {
    enum Kind {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    Kind kind = Kind.bash;

    @Override
    protected int run(Session session) {
        // One script serves both: it switches zsh to the completion of bash.
        session.console().print(AutoComplete.bash("omerta", commands(session.shell())));
        return 0;
    }

    private static CommandLine commands(Shell shell) {
        return new CommandLine(new OmertaCommand(shell));
    }
}
