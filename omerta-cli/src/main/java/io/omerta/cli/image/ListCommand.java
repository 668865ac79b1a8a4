package io.omerta.cli.image;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.console.Table;
import io.omerta.vm.image.ImageDescription;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the images of this machine, newest first.")
final class ListCommand extends ClientCommand {
    /** Short columns, for names are what people type. */
    private static final int DIGITS = 8;

    private static final int MAX_LANGUAGES = 14;
    private static final int MAX_ADDED = 12;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        HomeImages images = HomeImages.of(session);
        List<ImageDescription> found =
                images.list(unreadable -> console.notice(unreadable.getMessage() + "; " + unreadable.hint()));
        if (console.json()) {
            console.print(Json.document()
                    .putObjects(
                            "images",
                            found.stream()
                                    .map(image -> ImageJson.fill(Json.object(), image, images))
                                    .toList()));
            return 0;
        }
        if (found.isEmpty()) {
            console.notice("there is no image yet: omerta image build");
        }
        Table table = new Table("NAME", "DIGEST", "ARCH", "SIZE", "AGE", "LANGUAGES", "ADDED");
        for (ImageDescription image : found) {
            table.row(
                    image.name() + (images.isCurrent(image) ? " *" : ""),
                    image.digest().shortText().substring(0, DIGITS),
                    image.architecture(),
                    Figures.size(image.bytes()),
                    age(image, session.shell().clock()),
                    Printable.shorten(String.join(",", image.languages().keySet()), MAX_LANGUAGES),
                    Printable.shorten(added(image), MAX_ADDED));
        }
        console.print(table);
        if (images.current().isPresent()) {
            console.notice("* is the image of jobs that name none");
        }
        return 0;
    }

    /** What it has beyond the standard image, by which people tell images apart. */
    private static String added(ImageDescription image) {
        String all =
                Stream.concat(image.drivers().stream(), image.added().stream()).collect(Collectors.joining(","));
        return all.isEmpty() ? "-" : all;
    }

    private static String age(ImageDescription image, Clock clock) {
        Duration age = Duration.between(image.built(), clock.instant());
        return Figures.age(age.isNegative() ? Duration.ZERO : age);
    }
}
