package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.wire.IpAddress;
import java.nio.ByteBuffer;

/** Names a flow of one protocol: the guest's end, and the end that this stack stands for. */
record FlowKey(IpAddress guest, int guestPort, IpAddress local, int localPort) {
    static FlowKey of(FlowRequest request) {
        return new FlowKey(request.source(), request.sourcePort(), request.destination(), request.destinationPort());
    }

    FlowRequest request(FlowRequest.Protocol protocol) {
        return new FlowRequest(protocol, guest, guestPort, local, localPort);
    }

    /** Both ends as octets, for the hash behind sequence numbers. */
    byte[] octets() {
        byte[] first = guest.octets();
        byte[] second = local.octets();
        return ByteBuffer.allocate(first.length + second.length + 2 * Short.BYTES)
                .put(first)
                .put(second)
                .putShort((short) guestPort)
                .putShort((short) localPort)
                .array();
    }
}
