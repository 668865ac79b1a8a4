package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.proto.local.InvitationDetail;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description =
                "Take back an invitation: nobody else joins with it. Who has joined stays: omerta network rotate.")
final class RevokeCommand extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The beginning of its id: omerta network invitations.")
    String id = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        InvitationDetail invitation = session.daemon().revokeInvitation(id);
        if (console.json()) {
            console.print(InvitationJson.fill(Json.document(), invitation));
            return 0;
        }
        console.print("revoked " + InvitationJson.shortId(invitation) + ", with which "
                + Figures.count(invitation.getUsedByCount(), "peer") + " had joined");
        return 0;
    }
}
