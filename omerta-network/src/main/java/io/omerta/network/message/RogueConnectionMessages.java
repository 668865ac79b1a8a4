package io.omerta.network.message;

import com.google.protobuf.ByteString;
import io.omerta.core.job.Blob;
import io.omerta.core.job.RogueConnection;

/** {@link RogueConnection} on the wire. */
public final class RogueConnectionMessages {
    private static final int MAX_PROTOCOL = 64;
    private static final int MAX_DESTINATION = 256;
    private static final int MAX_REASON = 1_000;

    private RogueConnectionMessages() {}

    public static io.omerta.proto.job.RogueConnection toProto(RogueConnection rogue) {
        return io.omerta.proto.job.RogueConnection.newBuilder()
                .setProtocol(Fields.writeLine(rogue.protocol(), MAX_PROTOCOL))
                .setDestination(Fields.writeLine(rogue.destination(), MAX_DESTINATION))
                .setFirstBytes(ByteString.copyFrom(rogue.firstBytes().toBytes()))
                .setFrameBytes(rogue.frameBytes())
                .setReason(Fields.writeLine(rogue.reason(), MAX_REASON))
                .build();
    }

    /** @throws InvalidMessageException for a text or bytes beyond the bounds */
    public static RogueConnection fromProto(io.omerta.proto.job.RogueConnection message)
            throws InvalidMessageException {
        Blob firstBytes =
                Fields.blob("rogue_connection.first_bytes", message.getFirstBytes(), RogueConnection.MAX_FIRST_BYTES);
        int frameBytes = Fields.smallCount("rogue_connection.frame_bytes", message.getFrameBytes());
        return new RogueConnection(
                Fields.readLine("rogue_connection.protocol", message.getProtocol(), MAX_PROTOCOL),
                Fields.readLine("rogue_connection.destination", message.getDestination(), MAX_DESTINATION),
                firstBytes,
                Math.max(frameBytes, firstBytes.size()),
                Fields.readLine("rogue_connection.reason", message.getReason(), MAX_REASON));
    }
}
