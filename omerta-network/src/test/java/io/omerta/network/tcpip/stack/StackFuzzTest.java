package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpFlow;
import io.omerta.network.tcpip.flow.UdpFlowHandler;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.SackBlock;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import io.omerta.network.tcpip.wire.UdpDatagram;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile guest: packets from nonsense to nearly right. The stack never throws, and stays within its bounds. */
final class StackFuzzTest {
    private static final int PACKETS = 100_000;
    private static final int MAX_FLOWS = 64;
    private static final IpAddress HUB = IpAddress.parse("10.0.0.1");
    private static final IpAddress GUEST = IpAddress.parse("10.0.1.2");

    private final PacketWriter writer = new PacketWriter();
    /** Sequence numbers that our side has used lately: guesses close to them get far. */
    private final List<Integer> seenNumbers = new ArrayList<>(List.of(0));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stack_onHostilePackets_staysWithinBounds(long seed) {
        Random random = new Random(seed);
        Counters counters = new Counters();
        StackConfig defaults = StackConfig.of(1_420, HUB);
        StackConfig config =
                new StackConfig(defaults.tcp(), defaults.hubAddresses(), MAX_FLOWS, 1 << 20, defaults.udpIdle());
        IpStack stack = new IpStack(
                config,
                request -> decide(request, random),
                new Echo(),
                new SequenceSource(new byte[16]),
                counters,
                this::note);
        long now = 0;
        for (int i = 0; i < PACKETS; i++) {
            now += random.nextInt(20_000_000);
            stack.input(now, packet(random));
            if (random.nextInt(4) == 0) {
                stack.poll(now);
            }
            assertThat(stack.flows()).isLessThanOrEqualTo(MAX_FLOWS);
        }
        stack.endAllFlows(now);
        stack.poll(now);
        assertThat(stack.flows()).isZero();
        assertThat(counters.get(Counter.FAULTS)).isZero();
        assertThat(counters.get(Counter.FLOWS_BEGUN))
                .isEqualTo(counters.get(Counter.FLOWS_ENDED))
                .isPositive();
    }

    private static Verdict decide(FlowRequest request, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Verdict.Reset("fuzz");
            case 1 -> new Verdict.Unreachable(Verdict.Unreachable.Kind.PROHIBITED, "fuzz");
            case 2 -> new Verdict.Drop("fuzz");
            default ->
                new Verdict.Forward(new InetSocketAddress(request.destination().toInetAddress(), 1));
        };
    }

    private void note(ByteBuffer packet) {
        if (packet.remaining() >= 32) {
            seenNumbers.add(packet.getInt(24));
            if (seenNumbers.size() > 50) {
                seenNumbers.removeFirst();
            }
        }
    }

    private ByteBuffer packet(Random random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            return ByteBuffer.wrap(noise);
        }
        ByteBuffer packet = random.nextInt(5) == 0 ? udp(random) : tcp(random);
        byte[] bytes = new byte[packet.remaining()];
        packet.get(bytes);
        if (random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        int length = random.nextInt(50) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private ByteBuffer udp(Random random) {
        ByteBuffer payload = ByteBuffer.allocate(random.nextInt(1_400));
        return writer.udp(GUEST, HUB, new UdpDatagram(random.nextInt(100), 1 + random.nextInt(3), payload));
    }

    private ByteBuffer tcp(Random random) {
        int flags = random.nextInt(3) == 0 ? TcpFlags.SYN : random.nextInt(4) == 0 ? random.nextInt(64) : TcpFlags.ACK;
        int mine = random.nextInt(10) == 0 ? random.nextInt() : 1_000 + random.nextInt(5_000);
        int yours = seenNumbers.get(random.nextInt(seenNumbers.size())) + random.nextInt(3);
        return writer.tcp(
                GUEST,
                HUB,
                new TcpSegment(
                        1_000 + random.nextInt(40),
                        1 + random.nextInt(3),
                        mine,
                        yours,
                        flags,
                        random.nextInt(0x10000),
                        options(random, yours),
                        ByteBuffer.allocate(random.nextInt(3) == 0 ? random.nextInt(1_400) : 0)));
    }

    private static TcpOptions options(Random random, int near) {
        return new TcpOptions(
                random.nextInt(3) == 0 ? random.nextInt(1_500) : 0,
                random.nextInt(3) == 0 ? random.nextInt(15) : -1,
                random.nextBoolean(),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new SackBlock(near + random.nextInt(3_000), near + random.nextInt(5_000))),
                random.nextInt(3) == 0 ? new TcpOptions.Timestamps(random.nextInt(100), random.nextInt()) : null);
    }

    /** Sends back what it gets; takes its time to accept some flows, and never accepts others. */
    private static final class Echo implements Forwarding {
        private int count;

        @Override
        public TcpService tcp(InetSocketAddress target) {
            return flow -> {
                count++;
                if (count % 7 == 0) {
                    flow.refuse(new Verdict.Reset("fuzz"));
                } else if (count % 5 != 0) {
                    flow.accept();
                }
                return new EchoHandler();
            };
        }

        @Override
        public UdpService udp(InetSocketAddress target) {
            return flow -> new UdpFlowHandler() {
                @Override
                public void received(UdpFlow from, ByteBuffer payload) {
                    from.send(payload);
                }

                @Override
                public void ended(UdpFlow over) {}
            };
        }
    }

    private static final class EchoHandler implements TcpFlowHandler {
        @Override
        public void ready(TcpFlow flow) {
            int taken = flow.write(flow.view());
            flow.consume(taken);
            if (flow.writable() > 0) {
                flow.write(ByteBuffer.allocate(3_000));
            }
            if (flow.inputEnded()) {
                flow.endOutput();
            }
        }

        @Override
        public void ended(TcpFlow flow, TcpEnd end) {}
    }
}
