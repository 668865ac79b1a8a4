package io.omerta.cli.network;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.core.network.InvitationLink;
import io.omerta.core.network.JoinLink;
import io.omerta.proto.local.NetworkDetail;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "join",
        description = {
            "Join a network, with its key or with an invitation (omerta://invite/…).",
            "Without a key on the command line it is asked for, and not shown."
        })
final class JoinCommand extends ClientCommand {
    @Option(names = "--key", paramLabel = "KEY", description = "omerta://join/… (others on this machine can see it)")
    @Nullable
    String key;

    @Option(names = "--key-file", paramLabel = "FILE", description = "A file that contains the key.")
    @Nullable
    String keyFile;

    @Option(names = "--qr-image", paramLabel = "FILE", description = "A picture of the key's QR code (needs zbarimg).")
    @Nullable
    String qrImage;

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            description = "The key, as with --key, or an invitation; - reads it from standard input.")
    @Nullable
    String argument;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        JoinKeySource source = source(session);
        String text = source.read();
        // Checked here too: what is wrong with a key can be said without a daemon.
        boolean invitation = InvitationLink.is(text);
        if (invitation) {
            InvitationLink.parse(text);
        } else {
            JoinLink.parse(text);
        }
        if (!invitation && source.isSeenByOthers()) {
            console.notice("a key on the command line stays in the shell's history and shows in ps; "
                    + "next time: omerta network join -");
        }
        NetworkDetail network = session.daemon().joinNetwork(text);
        if (console.json()) {
            console.print(NetworkJson.fill(Json.document(), network).putStrings("problems", network.getProblemsList()));
            return 0;
        }
        console.print("joined \"" + network.getName() + "\": " + Figures.count(network.getPeers(), "other peer") + ", "
                + network.getPeersUp() + " up so far");
        network.getProblemsList()
                .forEach(problem -> console.notice("bootstrap peer " + problem + "; tried again later"));
        ClockNotice.print(console, network);
        return 0;
    }

    private JoinKeySource source(Session session) {
        long named = Stream.of(key, keyFile, qrImage, argument)
                .filter(Objects::nonNull)
                .count();
        if (named > 1) {
            throw usageError("one key is enough: on the command line, in a file, in a picture, or on standard input");
        }
        boolean standardInput = "-".equals(argument);
        String typed = standardInput ? key : key == null ? argument : key;
        return new JoinKeySource(session, typed, keyFile, qrImage, standardInput);
    }
}
