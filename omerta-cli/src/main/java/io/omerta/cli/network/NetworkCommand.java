package io.omerta.cli.network;

import picocli.CommandLine.Command;

/** The group of the commands about networks. */
@Command(
        name = "network",
        description = "Create, join, list, show, rename, pause and leave networks.",
        subcommands = {
            CreateCommand.class,
            JoinCommand.class,
            ListCommand.class,
            ShowCommand.class,
            RenameCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            LeaveCommand.class
        })
public final class NetworkCommand {}
