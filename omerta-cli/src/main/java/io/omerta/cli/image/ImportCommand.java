package io.omerta.cli.image;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.ImageDescription;
import io.omerta.vm.image.ImageImport;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Add an image that another machine has exported.")
final class ImportCommand extends ClientCommand {
    @Parameters(paramLabel = "FILE", description = "What \"omerta image export\" has written.")
    String file = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it here (default: as the file).")
    @Nullable
    String name;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        session.home().prepare();
        HomeImages images = HomeImages.of(session);
        Path archive = session.shell().resolve(file);
        ImageDescription image = add(new ImageImport(images.folder(), archive), archive);
        if (console.json()) {
            console.print(ImageJson.fill(Json.document(), image, images));
        } else {
            console.print(image.digest().text());
            console.notice("image \"" + image.name() + "\" is here; " + images.welcome(image));
        }
        return 0;
    }

    private ImageDescription add(ImageImport importing, Path archive) {
        try {
            return importing.add(name == null ? nameOf(archive) : name);
        } catch (UncheckedIOException e) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED, "could not import " + archive + ": " + e.getMessage(), "df -h", e);
        }
    }

    private static String nameOf(Path archive) {
        String file = archive.getFileName().toString();
        return file.endsWith(".tar") ? file.substring(0, file.length() - ".tar".length()) : file;
    }
}
