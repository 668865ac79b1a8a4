package io.omerta.network.tcpip;

/** Takes part in every turn of an {@link EventLoop}, on its thread; must not block. */
public interface TurnListener {
    /** Called after all channels and tasks of a turn, so that what they brought can be answered at once. */
    void endOfTurn(long nowNanos);

    /** When a turn must happen although nothing came; {@link Long#MAX_VALUE} if never. */
    long nextDeadline();
}
