package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Table;
import io.omerta.proto.local.InvitationDetail;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "invitations", description = "List the invitations that this machine has handed out.")
final class InvitationsCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only those to this network.")
    String name = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        List<InvitationDetail> invitations = session.daemon().invitations(name);
        if (console.json()) {
            console.print(Json.document()
                    .putObjects(
                            "invitations",
                            invitations.stream()
                                    .map(invitation -> InvitationJson.fill(Json.object(), invitation))
                                    .toList()));
            return 0;
        }
        if (invitations.isEmpty()) {
            console.notice("nobody was invited yet: omerta network invite");
        }
        Table table = new Table("ID", "STATE", "USED", "EXPIRES", "NETWORK");
        for (InvitationDetail invitation : invitations) {
            table.row(
                    InvitationJson.shortId(invitation),
                    invitation.getState(),
                    invitation.getUsedByCount() + " of " + invitation.getUses(),
                    Figures.time(invitation.getExpiresUnixMs(), session.shell().clock()),
                    invitation.getNetworkName());
        }
        console.print(table);
        return 0;
    }
}
