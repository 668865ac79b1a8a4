package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.socket.BufferBudget;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** What one guest address has taken of its bounds. */
final class Guest {
    /** Enough for a program that tries many forbidden ports, too little to be of use to anybody else. */
    private static final int ICMP_ERRORS_PER_SECOND = 1_000;

    private final BufferBudget budget;
    private final TokenBucket icmpErrors;
    private final SequencedSet<StackTcpFlow> waiting = new LinkedHashSet<>();
    private int flows;

    Guest(StackConfig config, long now) {
        this.budget = new BufferBudget(config.bufferBytesPerGuest());
        this.icmpErrors = new TokenBucket(ICMP_ERRORS_PER_SECOND, now);
    }

    BufferBudget budget() {
        return budget;
    }

    TokenBucket icmpErrors() {
        return icmpErrors;
    }

    /** Flows in TIME-WAIT, oldest first. */
    SequencedSet<StackTcpFlow> waiting() {
        return waiting;
    }

    int flows() {
        return flows;
    }

    void onBegun() {
        flows++;
    }

    void onEnded() {
        flows--;
    }
}
