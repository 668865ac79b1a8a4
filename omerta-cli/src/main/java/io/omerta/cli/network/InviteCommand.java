package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.cli.session.TimeSpan;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InviteRequest;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "invite",
        description = {
            "Make a link that lets somebody join, for a while and a number of times.",
            "The network's key is not in it: this machine hands it over, and has to be on line then."
        })
final class InviteCommand extends ClientCommand {
    @Mixin
    OneNetwork network = new OneNetwork();

    @Option(
            names = "--uses",
            paramLabel = "N",
            converter = UseCount.class,
            description = "How many peers may join with it: 1, up to 1000.")
    int uses = 1;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "For how long, such as 90m, 24h or 7d: 24h, up to 365d.")
    Duration expires = Duration.ofHours(24);

    @Override
    protected int run(Session session) {
        Console console = session.console();
        InvitationDetail invitation = session.daemon()
                .invite(InviteRequest.newBuilder()
                        .setNetwork(network.name)
                        .setUses(uses)
                        .setLifetimeMs(expires.toMillis())
                        .build());
        if (console.json()) {
            console.print(InvitationJson.fill(Json.document(), invitation).put("link", invitation.getLink()));
            return 0;
        }
        console.notice("good for " + Figures.count(invitation.getUses(), "peer") + " until "
                + Instant.ofEpochMilli(invitation.getExpiresUnixMs()) + "; to take it back: omerta network revoke "
                + InvitationJson.shortId(invitation));
        console.print(invitation.getLink());
        return 0;
    }
}
