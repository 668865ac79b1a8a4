package io.omerta.cli.network;

import picocli.CommandLine.Parameters;

/** The network that a command is about, which need not be said where there is only one. */
final class OneNetwork {
    /** As typed; empty where it is not said. */
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "The network, where this machine is in several: its name, its id, or the beginning of its id.")
    String name = "";
}
