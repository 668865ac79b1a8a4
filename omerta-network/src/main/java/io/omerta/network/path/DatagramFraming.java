package io.omerta.network.path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Puts the header of a path before datagrams, and takes it off. Any thread may call. */
final class DatagramFraming {
    private final PathSocket socket;

    @GuardedBy("this")
    private final ByteBuffer message = ByteBuffer.allocate(PathMessage.MAX_BYTES);

    DatagramFraming(PathSocket socket) {
        this.socket = socket;
    }

    static boolean fits(byte[] datagram) {
        return datagram.length <= PathMessage.MAX_DATAGRAM_BYTES;
    }

    /** @param receiver path id */
    synchronized void send(InetSocketAddress to, int receiver, byte[] datagram) {
        PathMessage.putHeader(message.clear(), PathMessage.DATAGRAM, 0, receiver);
        socket.send(to, message.put(datagram).flip());
    }

    /** The datagram in a message of that kind. */
    static byte[] unwrap(ByteBuffer received) {
        byte[] datagram = new byte[received.remaining() - PathMessage.HEADER_BYTES];
        received.get(received.position() + PathMessage.HEADER_BYTES, datagram);
        return datagram;
    }
}
