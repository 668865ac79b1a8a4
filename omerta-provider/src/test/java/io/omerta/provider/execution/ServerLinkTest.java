package io.omerta.provider.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets on the loopback. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ServerLinkTest {
    private static final byte[] INITIATION = message(1, 148);
    private static final byte[] RESPONSE = message(2, 92);
    private static final byte[] DATA = message(4, 1_400);

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private DatagramSocket server;
    private ServerLink link;

    @BeforeEach
    void open() throws Exception {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        link = new ServerLink((InetSocketAddress) server.getLocalSocketAddress(), received::add);
    }

    @AfterEach
    void close() {
        link.close();
        server.close();
    }

    @Test
    void datagrams_afterTheHandshake_travelBothWays() throws Exception {
        link.send(DATA);
        link.send(INITIATION);
        DatagramPacket first = receive();
        assertThat(first.getLength()).isEqualTo(148);
        server.send(new DatagramPacket(DATA, DATA.length, first.getSocketAddress()));
        server.send(new DatagramPacket(RESPONSE, RESPONSE.length, first.getSocketAddress()));
        assertThat(received.take()).isEqualTo(RESPONSE);
        link.send(DATA);
        assertThat(receive().getLength()).isEqualTo(1_400);
        server.send(new DatagramPacket(DATA, DATA.length, first.getSocketAddress()));
        assertThat(received.take()).isEqualTo(DATA);
    }

    @Test
    void datagrams_ofOthersThanTheServer_areNotHeard() throws Exception {
        link.send(INITIATION);
        DatagramPacket first = receive();
        try (DatagramSocket other = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            other.send(new DatagramPacket(RESPONSE, RESPONSE.length, first.getSocketAddress()));
        }
        server.send(new DatagramPacket(RESPONSE, RESPONSE.length, first.getSocketAddress()));
        assertThat(received.take()).isEqualTo(RESPONSE);
        assertThat(received).isEmpty();
    }

    @Test
    void closed_sendsNothingAnyMore() throws Exception {
        link.close();
        link.close();
        link.send(INITIATION);
        server.setSoTimeout(200);
        assertThatThrownBy(this::receive).isInstanceOf(SocketTimeoutException.class);
    }

    private DatagramPacket receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        server.receive(packet);
        return packet;
    }

    private static byte[] message(int type, int bytes) {
        byte[] message = new byte[bytes];
        message[0] = (byte) type;
        return message;
    }
}
