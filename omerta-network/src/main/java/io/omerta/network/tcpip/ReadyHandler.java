package io.omerta.network.tcpip;

import java.nio.channels.SelectionKey;

/** Hears that a channel is ready. Called on the loop's thread; must not block. */
@FunctionalInterface
public interface ReadyHandler {
    /** Something that the key is interested in can be done. */
    void ready(SelectionKey key);
}
