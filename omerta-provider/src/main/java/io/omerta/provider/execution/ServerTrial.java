package io.omerta.provider.execution;

import io.omerta.provider.gate.WireGuardMessages;
import java.time.Duration;

/**
 * Whether a WireGuard server that a requester named has shown that it wants what a VM sends. Until it has answered a handshake
 * it gets initiations and nothing else, few of them, and after a while none: nobody can be flooded by way of this machine. Confined
 * to its owner's lock; times are durations since any one moment.
 */
final class ServerTrial {
    /** WireGuard tries again after 5 s; a guest does not decide that. */
    private static final Duration BETWEEN_INITIATIONS = Duration.ofSeconds(2);

    /** As many seconds as a WireGuard interface keeps trying (whitepaper, section 6.1). */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Without a word for so long, its keys are forgotten (whitepaper, section 6.1), and it has to answer anew. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final Duration begun;
    private Duration nextInitiation;
    private boolean everAnswered;
    private boolean proven;
    private Duration lastHeard;

    ServerTrial(Duration now) {
        begun = now;
        nextInitiation = now;
        lastHeard = now;
    }

    /** Whether this datagram of the VM may be sent now. */
    boolean maySend(byte[] datagram, Duration now) {
        if (proven && now.minus(lastHeard).compareTo(SILENCE) < 0) {
            return true;
        }
        proven = false;
        if (!WireGuardMessages.isInitiation(datagram) || isOver(now) || now.compareTo(nextInitiation) < 0) {
            return false;
        }
        nextInitiation = now.plus(BETWEEN_INITIATIONS);
        return true;
    }

    /** Whether this datagram of the server is for the VM. */
    boolean mayReceive(byte[] datagram, Duration now) {
        if (WireGuardMessages.isResponse(datagram)) {
            proven = true;
            everAnswered = true;
        }
        lastHeard = proven ? now : lastHeard;
        return proven;
    }

    /** Whether nobody has answered, and nobody will be asked any more. */
    boolean isOver(Duration now) {
        return !everAnswered && now.minus(begun).compareTo(PATIENCE) >= 0;
    }
}
