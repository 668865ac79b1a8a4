package io.omerta.cli;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.console.Version;
import io.omerta.local.LocalProtocol;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version of this program.")
final class VersionCommand extends ClientCommand {
    @Override
    protected int run(Session session) {
        Console console = session.console();
        if (console.json()) {
            console.print(Json.document()
                    .put("version", Version.current())
                    .put("local_protocol", LocalProtocol.VERSION)
                    .put("java", Runtime.version().toString()));
        } else {
            console.print("omerta " + Version.current() + " (Java "
                    + Runtime.version().feature() + ")");
        }
        return 0;
    }
}
