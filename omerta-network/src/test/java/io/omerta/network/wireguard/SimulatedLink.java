package io.omerta.network.wireguard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Devices joined by a link in virtual time that does to datagrams what networks do, repeatably for a seed. */
final class SimulatedLink {
    /** Chances of 0 to 1. */
    record Faults(
            double loss, double duplication, double reordering, double replay, double truncation, double bitFlip) {
        static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);
    }

    /** A datagram on its way. */
    static final class Flight {
        final long due;
        final long order;
        final String from;
        final String to;
        final byte[] bytes;

        Flight(long due, long order, String from, String to, byte[] bytes) {
            this.due = due;
            this.order = order;
            this.from = from;
            this.to = to;
            this.bytes = bytes;
        }
    }

    /** One device and what came out of it. */
    final class Node {
        final String name;
        final PrivateKey key;
        final WireGuardDevice<String> device;
        final List<byte[]> delivered = new ArrayList<>();
        final List<Received> results = new ArrayList<>();
        /** Where its datagrams come from, for whoever receives them. */
        String address;

        Node(String name, ProtocolLimits limits, int mtu) {
            this.name = name;
            this.address = name;
            this.key = PrivateKey.generate(random);
            DeviceConfig<String> config = new DeviceConfig<>(key, SimulatedLink::bytesOf, random, mtu);
            this.device = new WireGuardDevice<>(config, Instant.ofEpochSecond(1_700_000_000L), now, limits);
        }

        PublicKey publicKey() {
            return key.publicKey();
        }

        Sent send(byte[] packet) {
            return device.send(now, ByteBuffer.wrap(packet), this::transmit);
        }

        void transmit(String to, ByteBuffer datagram) {
            byte[] copy = new byte[datagram.remaining()];
            datagram.get(copy);
            SimulatedLink.this.transmit(address, to, copy);
        }

        Received receive(String from, byte[] datagram) {
            Received received = device.receive(now, from, ByteBuffer.wrap(datagram), this::transmit);
            results.add(received);
            if (received instanceof Received.Packet packet) {
                byte[] copy = new byte[packet.ipPacket().remaining()];
                packet.ipPacket().get(copy);
                delivered.add(copy);
            }
            return received;
        }

        PeerStatus<String> status(Node peer) {
            return device.status(peer.publicKey()).orElseThrow();
        }
    }

    final Random random;
    final List<Node> nodes = new ArrayList<>();
    /** Every datagram that was put on the link, as it was sent. */
    final List<Flight> sent = new ArrayList<>();

    Faults faults = Faults.NONE;
    boolean cut;
    Duration latency = Duration.ofMillis(10);
    /** Not zero, and near the point where it wraps: nothing may depend on its value. */
    long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos();

    private final PriorityQueue<Flight> inFlight = new PriorityQueue<>(SimulatedLink::compareTimes);
    private long order;

    SimulatedLink(long seed) {
        random = new Random(seed);
    }

    private static int compareTimes(Flight a, Flight b) {
        int byTime = Long.signum(a.due - b.due);
        return byTime != 0 ? byTime : Long.compare(a.order, b.order);
    }

    static byte[] bytesOf(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    Node node(String name) {
        return node(name, ProtocolLimits.STANDARD, DeviceConfig.DEFAULT_MTU);
    }

    Node node(String name, ProtocolLimits limits, int mtu) {
        Node node = new Node(name, limits, mtu);
        nodes.add(node);
        return node;
    }

    /**
     * Makes the two peers of each other, each with the given address inside; {@code caller} knows where the other is.
     */
    static void pair(Node caller, String callerIp, Node callee, String calleeIp, long now) {
        caller.device.addPeer(
                now,
                PeerConfig.<String>of(callee.publicKey(), AllowedIp.parse(calleeIp))
                        .withEndpoint(callee.name));
        callee.device.addPeer(now, PeerConfig.of(caller.publicKey(), AllowedIp.parse(callerIp)));
    }

    private void transmit(String from, String to, byte[] bytes) {
        Flight flight = new Flight(now, order++, from, to, bytes);
        sent.add(flight);
        if (cut || random.nextDouble() < faults.loss()) {
            return;
        }
        enqueue(flight, mangled(bytes));
        if (random.nextDouble() < faults.duplication()) {
            enqueue(flight, bytes);
        }
        if (random.nextDouble() < faults.replay()) {
            Flight old = sent.get(random.nextInt(sent.size()));
            enqueue(old, old.bytes);
        }
    }

    private void enqueue(Flight flight, byte[] bytes) {
        long delay = latency.toNanos();
        if (random.nextDouble() < faults.reordering()) {
            delay += random.nextInt((int) Duration.ofMillis(200).toNanos());
        }
        inFlight.add(new Flight(now + delay, order++, flight.from, flight.to, bytes.clone()));
    }

    private byte[] mangled(byte[] bytes) {
        if (random.nextDouble() < faults.truncation()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] copy = bytes.clone();
        if (random.nextDouble() < faults.bitFlip()) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** Lets time pass, and everything happen that falls into it. */
    void run(Duration time) {
        long end = now + time.toNanos();
        while (true) {
            long next = nextEvent(end);
            if (next - end > 0) {
                break;
            }
            now = next;
            deliverDue();
            for (Node node : nodes) {
                node.device.tick(now, node::transmit);
            }
            if (next - end == 0) {
                break;
            }
        }
        now = end;
    }

    private long nextEvent(long end) {
        long next = end;
        Flight head = inFlight.peek();
        if (head != null && head.due - next < 0) {
            next = head.due;
        }
        for (Node node : nodes) {
            long deadline = node.device.nextDeadline().orElse(end);
            if (deadline - next < 0) {
                next = deadline;
            }
        }
        return next - now < 0 ? now : next;
    }

    private void deliverDue() {
        while (true) {
            Flight head = inFlight.peek();
            if (head == null || head.due - now > 0) {
                return;
            }
            inFlight.remove();
            for (Node node : nodes) {
                if (node.name.equals(head.to) || node.address.equals(head.to)) {
                    node.receive(head.from, head.bytes);
                }
            }
        }
    }

    long countSent(MessageType type) {
        return sent.stream().filter(f -> f.bytes[0] == type.header()).count();
    }
}
