package io.omerta.cli.image;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.vm.image.ImageDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show an image, with the version of each package in it.")
final class ShowCommand extends ClientCommand {
    @Parameters(paramLabel = "IMAGE", description = "Its name, its digest, or the beginning of its digest.")
    String reference = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        HomeImages images = HomeImages.of(session);
        ImageDescription image = images.folder().find(reference);
        if (console.json()) {
            console.print(ImageJson.fillAll(Json.document(), image, images));
            return 0;
        }
        console.print("name       " + Printable.line(image.name()));
        console.print("digest     " + image.digest().text());
        console.print("arch       " + image.architecture());
        console.print("kernel     " + image.kernel());
        console.print("size       " + Figures.size(image.bytes()));
        console.print("built      " + image.built());
        console.print("current    " + (images.isCurrent(image) ? "yes" : "no"));
        images.problem(image).ifPresent(reason -> console.print("problem    no job runs in it here: " + reason));
        image.languages()
                .forEach((name, command) -> console.print("language   " + name + ": " + String.join(" ", command)));
        image.added().forEach(name -> console.print("added      " + name));
        image.drivers().forEach(name -> console.print("driver     " + name));
        image.packages().forEach((name, version) -> console.print("package    " + name + " " + version));
        return 0;
    }
}
