package io.omerta.cli.image;

import picocli.CommandLine.Command;

/** The group of the commands about images. */
@Command(
        name = "image",
        description = "Build, list, show, carry and remove the images that jobs run in.",
        subcommands = {
            BuildCommand.class,
            ListCommand.class,
            ShowCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            RemoveCommand.class
        })
public final class ImageCommand {}
