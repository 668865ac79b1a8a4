package io.omerta.network.dht.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.network.NetworkKey;
import io.omerta.network.dht.NodeAddress;
import io.omerta.testkit.NothingLeft;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
final class DhtSocketTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final SecureRandom random = new SecureRandom();
    private final NetworkKey team = NetworkKey.random(random);
    private final NetworkKey club = NetworkKey.random(random);

    @Test
    void networks_onOneSocket_getTheirOwnDatagramsOnly() throws Exception {
        BlockingQueue<String> ofTeam = new LinkedBlockingQueue<>();
        BlockingQueue<String> ofClub = new LinkedBlockingQueue<>();
        try (DhtSocket receiver = DhtSocket.open(LOOPBACK, false);
                DhtSocket sender = DhtSocket.open(LOOPBACK, false)) {
            open(receiver, team, ofTeam);
            open(receiver, club, ofClub);
            DhtSocket.Line inClub = open(sender, club, new LinkedBlockingQueue<>());
            DhtSocket.Line inTeam = open(sender, team, new LinkedBlockingQueue<>());

            send(sender, inClub, receiver, "to the club");
            send(sender, inTeam, receiver, "to the team");

            assertThat(ofTeam.poll(10, TimeUnit.SECONDS)).isEqualTo("to the team");
            assertThat(ofClub.poll(10, TimeUnit.SECONDS)).isEqualTo("to the club");
            assertThat(List.of(ofTeam.size(), ofClub.size())).containsExactly(0, 0);
        }
    }

    @Test
    void stranger_sendingAnything_reachesNobody() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (DhtSocket receiver = DhtSocket.open(LOOPBACK, false);
                DhtSocket sender = DhtSocket.open(LOOPBACK, false);
                DatagramSocket stranger = new DatagramSocket(LOOPBACK)) {
            open(receiver, team, received);
            DhtSocket.Line line = open(sender, team, new LinkedBlockingQueue<>());
            DatagramSeal other = new DatagramSeal(club, random);
            byte[] large = new byte[2_000];
            for (byte[] datagram :
                    List.of(new byte[0], new byte[40], large, other.seal("x".getBytes(StandardCharsets.US_ASCII)))) {
                stranger.send(new DatagramPacket(datagram, datagram.length, LOOPBACK.getAddress(), receiver.port()));
            }

            send(sender, line, receiver, "after all that");

            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("after all that");
            assertThat(received).isEmpty();
        }
    }

    @Test
    void fromElsewhere_comesFromTheSameHost_andFromAPortWhereNobodyIs() throws Exception {
        BlockingQueue<NodeAddress> senders = new LinkedBlockingQueue<>();
        BlockingQueue<String> toSender = new LinkedBlockingQueue<>();
        try (DhtSocket receiver = DhtSocket.open(LOOPBACK, false);
                DhtSocket sender = DhtSocket.open(LOOPBACK, false)) {
            CompletableFuture<DhtSocket.Line> opened = new CompletableFuture<>();
            receiver.execute(() -> receiver.open(team, line -> {
                opened.complete(line);
                return (from, message) -> senders.add(from);
            }));
            DhtSocket.Line answering = opened.join();
            DhtSocket.Line line = open(sender, team, toSender);
            NodeAddress to = NodeAddress.of(new InetSocketAddress(LOOPBACK.getAddress(), receiver.port()));
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            sender.execute(() -> sent.complete(line.sendFromElsewhere(to, new byte[] {1})));

            NodeAddress from = senders.poll(10, TimeUnit.SECONDS);
            assertThat(sent.join()).isTrue();
            assertThat(from).isNotNull();
            assertThat(from.address()).isEqualTo(LOOPBACK.getAddress());
            assertThat(from.port()).isNotEqualTo(sender.port());

            receiver.execute(() -> answering.send(from, "not read".getBytes(StandardCharsets.US_ASCII)));
            NodeAddress back = NodeAddress.of(new InetSocketAddress(LOOPBACK.getAddress(), sender.port()));
            receiver.execute(() -> answering.send(back, "read".getBytes(StandardCharsets.US_ASCII)));
            assertThat(toSender.poll(10, TimeUnit.SECONDS)).isEqualTo("read");
        }
    }

    @Test
    void port_thatIsTaken_isSaid() throws Exception {
        try (DhtSocket first = DhtSocket.open(LOOPBACK, false)) {
            InetSocketAddress taken = new InetSocketAddress(LOOPBACK.getAddress(), first.port());
            assertThatThrownBy(() -> DhtSocket.open(taken, false)).isInstanceOf(BindException.class);
        }
    }

    private static DhtSocket.Line open(DhtSocket socket, NetworkKey key, BlockingQueue<String> received) {
        CompletableFuture<DhtSocket.Line> opened = new CompletableFuture<>();
        socket.execute(() -> {
            DhtSocket.Receiver receiver = socket.open(key, line -> {
                opened.complete(line);
                return (from, message) -> received.add(new String(message, StandardCharsets.US_ASCII));
            });
            assertThat(receiver).isNotNull();
        });
        return opened.join();
    }

    private static void send(DhtSocket sender, DhtSocket.Line line, DhtSocket receiver, String text) {
        NodeAddress to = NodeAddress.of(new InetSocketAddress(LOOPBACK.getAddress(), receiver.port()));
        sender.execute(() -> line.send(to, text.getBytes(StandardCharsets.US_ASCII)));
    }
}
