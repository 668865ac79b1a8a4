package io.omerta.cli;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import picocli.AutoComplete;
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
        session.console().print(AutoComplete.bash("omerta", Commands.everything(new OmertaCommand(session.shell()))));
        return 0;
    }
}
