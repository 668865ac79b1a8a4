package io.omerta.cli.network;

import io.omerta.console.Console;
import io.omerta.proto.local.NetworkDetail;

/** Says that one of two clocks is wrong, where it is known. */
final class ClockNotice {
    private ClockNotice() {}

    static void print(Console console, NetworkDetail network) {
        if (!network.getClockProblem().isEmpty()) {
            console.notice("others do not believe what this machine says of itself: " + network.getClockProblem());
        }
    }
}
