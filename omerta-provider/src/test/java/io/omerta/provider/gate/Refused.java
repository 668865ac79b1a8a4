package io.omerta.provider.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.omerta.core.job.RogueConnection;
import org.junit.jupiter.params.provider.Arguments;

/** What the gate is to say about a frame that it does not let through. */
record Refused(String protocol, String destination, String reason) {
    static final String TUNNEL_ONLY = "only the tunnel may leave a VM";
    static final String NOT_THE_GUEST = "a source MAC address that is not the guest's";

    /** A row of a table. */
    static Arguments refused(String protocol, String destination, String reason, byte[] frame) {
        return arguments(protocol, destination, reason, frame);
    }

    /** A row: UDP to where the tunnel is. */
    static Arguments refusedDatagram(String reason, byte[] frame) {
        return refused("IPv4 UDP", "169.254.77.1:51820", reason, frame);
    }

    /** By a fresh gate, and by the oracle. */
    void check(byte[] frame) {
        assertThat(new FrameGate(Frames.GUEST_MAC).judge(frame)).isInstanceOfSatisfying(Verdict.Rogue.class, rogue -> {
            RogueConnection connection = rogue.connection();
            assertThat(connection.protocol()).isEqualTo(protocol);
            assertThat(connection.destination()).isEqualTo(destination);
            assertThat(connection.reason()).isEqualTo(reason);
            assertThat(connection.frameBytes()).isEqualTo(frame.length);
            assertThat(connection.firstBytes().size()).isEqualTo(Math.min(64, frame.length));
            assertThat(frame).startsWith(connection.firstBytes().toBytes());
        });
        assertThat(new FrameOracle().judge(frame)).isEqualTo(FrameOracle.Opinion.ROGUE);
    }
}
