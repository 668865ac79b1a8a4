package io.omerta.network.path;

/** What the requester's end of a path has to do. */
sealed interface PathStep {
    /** To the provider, by the path. */
    record Send(Proof proof) implements PathStep {}

    /** Datagrams go this way from now on. */
    record Proven() implements PathStep {}

    /** They go by the stream again; the provider has to hear of it there. */
    record Lost() implements PathStep {}
}
