package io.omerta.cli.image;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.ImageDescription;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "build",
        description = {
            "Build an image from Debian packages, which takes about a minute.",
            "Without options it is the standard image: shell, Python, the usual tools."
        })
final class BuildCommand extends ClientCommand {
    private static final String STANDARD = "debian-12";
    private static final int MAX_NAME = 64;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What to call it here (default: what makes it special).")
    @Nullable
    String name;

    @Option(
            names = "--with",
            paramLabel = "PACKAGE",
            split = ",",
            description = "More Debian packages, like python3-numpy,ffmpeg.")
    List<String> packages = new ArrayList<>();

    @Option(
            names = "--language",
            paramLabel = "NAME=COMMAND",
            description = "A language of scripts, like ruby=/usr/bin/ruby.")
    List<String> languages = new ArrayList<>();

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "A file of lines \"package NAME\", \"language NAME COMMAND\" and \"driver MODULE\".")
    @Nullable
    String recipe;

    @Option(
            names = "--gpu",
            description = "For jobs with graphics cards: drivers, OpenCL and Vulkan. Takes Debian's non-free-firmware.")
    boolean gpu;

    @Option(names = "--arch", paramLabel = "ARCH", description = "amd64 or arm64 (default: this machine's).")
    @Nullable
    String arch;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        session.home().prepare();
        HomeImages images = HomeImages.of(session);
        Path place = images.folder().place(name == null ? defaultName() : name);
        new BuildScript(console).run(arguments(session, place));
        ImageDescription image = images.folder().find(place.getFileName().toString());
        if (console.json()) {
            console.print(ImageJson.fill(Json.document(), image, images));
        } else {
            console.print(image.digest().text());
            console.notice(images.welcome(image));
        }
        return 0;
    }

    private List<String> arguments(Session session, Path place) {
        List<String> arguments = new ArrayList<>();
        if (arch != null) {
            arguments.addAll(List.of("--arch", arch));
        }
        if (gpu) {
            arguments.add("--gpu");
        }
        if (recipe != null) {
            arguments.addAll(List.of("--recipe", session.shell().resolve(recipe).toString()));
        }
        for (String one : packages) {
            arguments.addAll(List.of("--with", one));
        }
        for (String language : languages) {
            arguments.addAll(List.of("--language", language));
        }
        arguments.add(place.toString());
        return arguments;
    }

    /** The recipe's name, else "gpu" and the packages', else the standard image's; with the architecture if it is not this machine's. */
    private String defaultName() {
        String special = gpu ? "gpu" : STANDARD;
        if (recipe != null) {
            special = Path.of(recipe).getFileName().toString().replaceFirst("\\.[^.]*$", "");
        } else if (!packages.isEmpty()) {
            special = (gpu ? "gpu-" : "") + String.join("-", packages);
        }
        boolean foreign = arch != null && !arch.equals(Architecture.ofHost().toString());
        String all = foreign ? special + "-" + arch : special;
        if (all.length() > MAX_NAME) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not name the image: \"" + all + "\" is longer than " + MAX_NAME + " characters",
                    "omerta image build --name my-image …");
        }
        return all;
    }
}
