package io.omerta.network.dht;

import io.omerta.proto.dht.DhtMessage;
import java.util.function.LongSupplier;

/** Puts on each message what all have, and sends it. */
final class Outgoing {
    private final NodeId self;
    private final LongSupplier unixMillis;
    private final DatagramSender sender;
    private long bytes;

    Outgoing(NodeId self, LongSupplier unixMillis, DatagramSender sender) {
        this.self = self;
        this.unixMillis = unixMillis;
        this.sender = sender;
    }

    DhtMessage.Builder complete(DhtMessage.Builder message) {
        return message.setSender(Messages.bytes(self)).setUnixTimeMs(unixMillis.getAsLong());
    }

    /** @param least pads to that many bytes */
    void send(NodeAddress to, DhtMessage.Builder message, int least) {
        sender.send(to, encode(message, least));
    }

    /** As {@link DatagramSender#sendFromElsewhere}. */
    boolean sendFromElsewhere(NodeAddress to, DhtMessage.Builder message) {
        return sender.sendFromElsewhere(to, encode(message, 0));
    }

    /** The same for somebody who sends it in another way. */
    byte[] encode(DhtMessage.Builder message, int least) {
        byte[] encoded = Messages.padded(complete(message), least);
        bytes += encoded.length + DhtSettings.SEAL_BYTES;
        return encoded;
    }

    /** Sent so far, seals included. */
    long bytes() {
        return bytes;
    }
}
