package io.omerta.cli.network;

import picocli.CommandLine.Command;

/** The group of the commands about networks. */
@Command(
        name = "network",
        description = "Create, join, show, invite to, rename, pause and leave networks.",
        subcommands = {
            CreateCommand.class,
            JoinCommand.class,
            ListCommand.class,
            ShowCommand.class,
            InviteCommand.class,
            InvitationsCommand.class,
            RevokeCommand.class,
            RotateCommand.class,
            RenameCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            LeaveCommand.class
        })
public final class NetworkCommand {}
