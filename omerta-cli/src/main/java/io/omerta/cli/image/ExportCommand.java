package io.omerta.cli.image;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.ImageArchive;
import io.omerta.vm.image.ImageDescription;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Write an image into a file, to carry it to another machine.")
final class ExportCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "Its name, its digest, or the beginning of its digest.")
    String reference = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "A tar file; one of that name is replaced.")
    String file = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        ImageDescription image = HomeImages.of(session).folder().find(reference);
        Path target = session.shell().resolve(file);
        try {
            ImageArchive.write(image, target);
        } catch (UncheckedIOException e) {
            throw new OmertaException(
                    ErrorCode.EXHAUSTED,
                    "could not export the image \"" + image.name() + "\": " + e.getMessage(),
                    "a file in a folder that you may write to, with " + Figures.size(image.bytes()) + " free",
                    e);
        }
        if (console.json()) {
            console.print(Json.document()
                    .put("name", image.name())
                    .put("digest", image.digest().text())
                    .put("file", target.toString()));
        } else {
            console.print(image.digest().text());
            console.notice("on the other machine: omerta image import " + file);
        }
        return 0;
    }
}
