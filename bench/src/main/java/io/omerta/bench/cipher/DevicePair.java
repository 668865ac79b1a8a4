package io.omerta.bench.cipher;

import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.IncomingBatch;
import io.omerta.network.wireguard.OutgoingBatch;
import io.omerta.network.wireguard.PacketCipher;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import io.omerta.network.wireguard.workers.CipherWorkers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two devices that have a session; batches of packets go from one to the other. Confined to one thread. */
final class DevicePair implements AutoCloseable {
    static final int PACKET_BYTES = 1_408;

    private static final int BATCH = 64;
    private static final String SENDER = "10.9.0.1";
    private static final String RECEIVER = "10.9.0.2";

    private final SecureRandom random = new SecureRandom();
    private final WireGuardDevice<String> sender;
    private final WireGuardDevice<String> receiver;
    private final CipherWorkers workers;
    private final PacketCipher cipher = new PacketCipher();
    private final OutgoingBatch<String> outgoing = new OutgoingBatch<>(BATCH, PACKET_BYTES);
    private final IncomingBatch<String> incoming = new IncomingBatch<>(BATCH);
    private final List<ByteBuffer> datagrams = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);
    private long sealNanos;
    private long openNanos;
    private long packets;

    DevicePair(CipherWorkers workers) {
        this.workers = workers;
        PrivateKey senderKey = PrivateKey.generate(random);
        PrivateKey receiverKey = PrivateKey.generate(random);
        this.sender = device(senderKey);
        this.receiver = device(receiverKey);
        sender.addPeer(
                System.nanoTime(),
                PeerConfig.<String>of(receiverKey.publicKey(), AllowedIp.parse(RECEIVER))
                        .withEndpoint(RECEIVER));
        receiver.addPeer(System.nanoTime(), PeerConfig.of(senderKey.publicKey(), AllowedIp.parse(SENDER)));
        // Version and length, lifetime, and the two addresses are all that is looked at.
        packet.putShort(0, (short) 0x4500).putShort(2, (short) PACKET_BYTES).put(8, (byte) 64);
        packet.putInt(12, 0x0A090001).putInt(16, 0x0A090002);
        connect(receiverKey);
    }

    private WireGuardDevice<String> device(PrivateKey key) {
        DeviceConfig<String> config =
                new DeviceConfig<>(key, name -> name.getBytes(StandardCharsets.UTF_8), random, PACKET_BYTES);
        return new WireGuardDevice<>(config, Instant.now(), System.nanoTime());
    }

    private void connect(PrivateKey receiverKey) {
        List<ByteBuffer> toReceiver = new ArrayList<>();
        List<ByteBuffer> toSender = new ArrayList<>();
        sender.connect(System.nanoTime(), receiverKey.publicKey(), (_, datagram) -> toReceiver.add(copy(datagram)));
        receiver.receive(
                System.nanoTime(), SENDER, toReceiver.getFirst(), (_, datagram) -> toSender.add(copy(datagram)));
        sender.receive(
                System.nanoTime(), RECEIVER, toSender.getFirst(), (_, datagram) -> toReceiver.add(copy(datagram)));
        receiver.receive(System.nanoTime(), SENDER, toReceiver.getLast(), (_, _) -> {});
    }

    private static ByteBuffer copy(ByteBuffer datagram) {
        return ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
    }

    /** Moves batches for a time. */
    void run(long nanos) {
        sealNanos = 0;
        openNanos = 0;
        packets = 0;
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            long begun = System.nanoTime();
            seal(begun);
            long sealed = System.nanoTime();
            open(sealed);
            openNanos += System.nanoTime() - sealed;
            sealNanos += sealed - begun;
        }
    }

    private void seal(long now) {
        while (!outgoing.isFull()) {
            sender.prepare(now, packet, outgoing, (_, _) -> {});
        }
        workers.run(outgoing, cipher);
        outgoing.transmit((_, datagram) -> datagrams.add(copy(datagram)));
    }

    private void open(long now) {
        datagrams.forEach(datagram -> incoming.add(SENDER, datagram));
        datagrams.clear();
        receiver.match(now, incoming);
        workers.run(incoming, cipher);
        receiver.accept(now, incoming, (_, _) -> {});
        incoming.deliver((_, received) -> {
            if (!(received instanceof Received.Packet)) {
                throw new IllegalStateException("a packet was not received but " + received);
            }
            packets++;
        });
    }

    /** Packets a second while sealing, in the last run. */
    double sealed() {
        return packets * 1e9 / sealNanos;
    }

    /** Packets a second while opening, in the last run. */
    double opened() {
        return packets * 1e9 / openNanos;
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
