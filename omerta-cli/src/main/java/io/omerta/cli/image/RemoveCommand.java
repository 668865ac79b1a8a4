package io.omerta.cli.image;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.ImageDescription;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "remove", aliases = "rm", description = "Remove images from this machine.")
final class RemoveCommand extends ClientCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Its name, its digest, or the beginning of its digest.")
    List<String> references = new ArrayList<>();

    @Option(names = "--force", description = "Even if jobs run in it; those that do go on.")
    boolean force;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        HomeImages images = HomeImages.of(session);
        List<ImageDescription> chosen = references.stream()
                .map(reference -> images.folder().find(reference))
                .distinct()
                .toList();
        if (!force) {
            requireUnused(session, chosen);
        }
        for (ImageDescription image : chosen) {
            remove(image, images, console);
        }
        if (console.json()) {
            console.print(Json.document()
                    .putStrings(
                            "removed",
                            chosen.stream().map(ImageDescription::name).toList()));
        }
        return 0;
    }

    private static void remove(ImageDescription image, HomeImages images, Console console) {
        boolean wasCurrent = images.isCurrent(image);
        images.folder().remove(image);
        if (!console.json()) {
            console.print("removed \"" + image.name() + "\"");
        }
        if (wasCurrent) {
            console.notice(images.current()
                    .map(next -> "jobs that name no image run in \"" + next.name() + "\" from now on")
                    .orElse("no image is left that jobs could run in: omerta image build"));
        }
    }

    private static void requireUnused(Session session, List<ImageDescription> chosen) {
        List<String> used = inUse(session);
        for (ImageDescription image : chosen) {
            if (used.contains(image.digest().text())) {
                throw new OmertaException(
                        ErrorCode.IN_USE,
                        "could not remove the image \"" + image.name() + "\": a job here runs in it",
                        "omerta image remove --force " + image.name());
            }
        }
    }

    /** Without a daemon no job runs. */
    private static List<String> inUse(Session session) {
        try {
            return session.daemon().status().getImagesInUseList();
        } catch (OmertaException e) {
            if (e.code() == ErrorCode.DAEMON_UNREACHABLE) {
                return List.of();
            }
            throw e;
        }
    }
}
