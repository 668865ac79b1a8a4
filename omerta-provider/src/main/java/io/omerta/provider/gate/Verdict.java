package io.omerta.provider.gate;

import io.omerta.core.job.RogueConnection;
import java.nio.ByteBuffer;

/** What the gate says about one frame from a VM. */
public sealed interface Verdict {
    /**
     * The frame was a question to the gateway; this goes back to the VM.
     *
     * @param reply a whole Ethernet frame
     */
    record Answer(ByteBuffer reply) implements Verdict {}

    /**
     * The frame belongs to the tunnel.
     *
     * @param datagram a WireGuard message: a read-only view of the judged frame
     */
    record Pass(ByteBuffer datagram) implements Verdict {}

    /** The VM has to be terminated. */
    record Rogue(RogueConnection connection) implements Verdict {}
}
