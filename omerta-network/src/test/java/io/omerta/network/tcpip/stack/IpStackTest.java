package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpFlow;
import io.omerta.network.tcpip.flow.UdpFlowHandler;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.SequenceSource;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.network.tcpip.wire.IcmpMessage;
import io.omerta.network.tcpip.wire.IcmpView;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.IpPacket;
import io.omerta.network.tcpip.wire.IpProtocol;
import io.omerta.network.tcpip.wire.IpView;
import io.omerta.network.tcpip.wire.Ipv4Fragmenter;
import io.omerta.network.tcpip.wire.PacketWriter;
import io.omerta.network.tcpip.wire.Parsed;
import io.omerta.network.tcpip.wire.TcpFlags;
import io.omerta.network.tcpip.wire.TcpOptions;
import io.omerta.network.tcpip.wire.TcpSegment;
import io.omerta.network.tcpip.wire.TcpView;
import io.omerta.network.tcpip.wire.UdpDatagram;
import io.omerta.network.tcpip.wire.UdpView;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stack answers, packet by packet. */
final class IpStackTest {
    private static final IpAddress HUB = IpAddress.parse("10.0.0.1");
    private static final IpAddress GUEST = IpAddress.parse("10.0.1.2");
    private static final IpAddress OTHER = IpAddress.parse("192.168.1.1");
    private static final int MTU = 1_420;

    private final PacketWriter writer = new PacketWriter();
    private final Counters counters = new Counters();
    private final List<ByteBuffer> out = new ArrayList<>();
    private final Recorder recorder = new Recorder();
    private FlowPolicy policy = request -> new Verdict.Reset("default");
    private final StackConfig defaults = StackConfig.of(MTU, HUB);
    private final IpStack stack = new IpStack(
            new StackConfig(defaults.tcp(), defaults.hubAddresses(), 2, 1 << 20, defaults.udpIdle()),
            request -> policy.decide(request),
            new NoForwarding(),
            new SequenceSource(new byte[16]),
            counters,
            this::keep);
    private long now = 1;

    private void keep(ByteBuffer packet) {
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining());
        out.add(copy.put(packet).flip());
    }

    private List<IpPacket> deliver(ByteBuffer packet) {
        stack.input(now, packet);
        return answers();
    }

    private List<IpPacket> answers() {
        stack.poll(now);
        List<IpPacket> packets =
                out.stream().map(packet -> valid(IpView.parse(packet))).toList();
        out.clear();
        return packets;
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T> valid -> valid.value();
            case Parsed.Malformed<T> malformed -> throw new AssertionError(malformed.reason());
        };
    }

    private ByteBuffer tcp(int port, int flags, int sequence, int acknowledgment) {
        return writer.tcp(
                GUEST,
                HUB,
                new TcpSegment(
                        40_000, port, sequence, acknowledgment, flags, 60_000, TcpOptions.NONE, TcpSegment.nothing()));
    }

    private ByteBuffer udp(IpAddress to, int length) {
        return writer.udp(GUEST, to, new UdpDatagram(5_000, 53, ByteBuffer.allocate(length)));
    }

    private TcpSegment onlySegment(List<IpPacket> packets) {
        assertThat(packets).hasSize(1);
        return valid(TcpView.parse(packets.getFirst()));
    }

    private IcmpMessage onlyIcmp(List<IpPacket> packets) {
        assertThat(packets).hasSize(1);
        assertThat(packets.getFirst().protocol()).isEqualTo(IpProtocol.ICMP);
        return valid(IcmpView.parse(packets.getFirst()));
    }

    @Test
    void deniedSyn_onDefault_isResetAtOnce() {
        TcpSegment answer = onlySegment(deliver(tcp(80, TcpFlags.SYN, 7, 0)));
        assertThat(answer.flags()).isEqualTo(TcpFlags.RST | TcpFlags.ACK);
        assertThat(answer.acknowledgment()).isEqualTo(8);
        assertThat(answer.sourcePort()).isEqualTo(80);
    }

    @Test
    void strayAck_onNoFlow_isResetWithItsNumber() {
        TcpSegment answer = onlySegment(deliver(tcp(80, TcpFlags.ACK, 7, 99)));
        assertThat(answer.flags()).isEqualTo(TcpFlags.RST);
        assertThat(answer.sequence()).isEqualTo(99);
    }

    @Test
    void strayRst_onNoFlow_isNotAnswered() {
        assertThat(deliver(tcp(80, TcpFlags.RST, 7, 99))).isEmpty();
    }

    @Test
    void prohibitedSyn_onVerdict_isIcmpUnreachable() {
        policy = request -> new Verdict.Unreachable(Verdict.Unreachable.Kind.PROHIBITED, "test");
        IcmpMessage answer = onlyIcmp(deliver(tcp(80, TcpFlags.SYN, 7, 0)));
        assertThat(answer.type()).isEqualTo(3);
        assertThat(answer.code()).isEqualTo(13);
    }

    @Test
    void droppedSyn_onVerdict_isNotAnswered() {
        policy = request -> new Verdict.Drop("test");
        assertThat(deliver(tcp(80, TcpFlags.SYN, 7, 0))).isEmpty();
    }

    @Test
    void policy_onException_refusesAndCounts() {
        policy = request -> {
            throw new IllegalStateException("test");
        };
        assertThat(onlySegment(deliver(tcp(80, TcpFlags.SYN, 7, 0))).has(TcpFlags.RST))
                .isTrue();
        assertThat(counters.get(Counter.FAULTS)).isEqualTo(1);
    }

    @Test
    void pendingFlow_onSynAgain_asksThePolicyOnce() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(80, TcpFlags.SYN, 7, 0));
        assertThat(deliver(tcp(80, TcpFlags.SYN, 7, 0))).isEmpty();
        assertThat(recorder.flows).hasSize(1);
    }

    @Test
    void pendingFlow_onAccept_answersTheSyn() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(80, TcpFlags.SYN, 7, 0));
        recorder.flows.getFirst().accept();
        assertThat(onlySegment(answers()).flags()).isEqualTo(TcpFlags.SYN | TcpFlags.ACK);
    }

    @Test
    void pendingFlow_onRefuse_isResetAndForgotten() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(80, TcpFlags.SYN, 7, 0));
        recorder.flows.getFirst().refuse(new Verdict.Reset("test"));
        assertThat(onlySegment(answers()).has(TcpFlags.RST)).isTrue();
        assertThat(stack.flows()).isZero();
    }

    @Test
    void pendingFlow_onRstOfGuest_tellsTheService() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(80, TcpFlags.SYN, 7, 0));
        deliver(tcp(80, TcpFlags.RST, 8, 0));
        assertThat(recorder.ends).containsExactly(TcpEnd.RESET);
        assertThat(stack.flows()).isZero();
    }

    @Test
    void guest_onMoreFlowsThanAllowed_isReset() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(1, TcpFlags.SYN, 7, 0));
        deliver(tcp(2, TcpFlags.SYN, 7, 0));
        assertThat(onlySegment(deliver(tcp(3, TcpFlags.SYN, 7, 0))).has(TcpFlags.RST))
                .isTrue();
        assertThat(counters.get(Counter.FLOWS_OVER_LIMIT)).isEqualTo(1);
    }

    @Test
    void guest_onEndOfItsFlows_isResetAndServicesAreTold() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(1, TcpFlags.SYN, 7, 0));
        deliver(tcp(2, TcpFlags.SYN, 7, 0));
        recorder.flows.getFirst().accept();
        answers();
        stack.endFlowsOf(now, GUEST);
        assertThat(answers()).hasSize(2);
        assertThat(recorder.ends).hasSize(2);
        assertThat(stack.flows()).isZero();
    }

    @Test
    void timeWait_onNewSyn_isReopened() {
        policy = request -> new Verdict.ServeTcp(recorder);
        deliver(tcp(80, TcpFlags.SYN, 7, 0));
        TcpFlow flow = recorder.flows.getFirst();
        flow.accept();
        int ours = onlySegment(answers()).sequence() + 1;
        deliver(tcp(80, TcpFlags.ACK, 8, ours));
        flow.endOutput();
        answers();
        deliver(tcp(80, TcpFlags.ACK | TcpFlags.FIN, 8, ours + 1));
        assertThat(recorder.ends).containsExactly(TcpEnd.FINISHED);
        deliver(tcp(80, TcpFlags.SYN, 1_000, 0));
        assertThat(recorder.flows).hasSize(2);
        assertThat(stack.flows()).isEqualTo(1);
    }

    @Test
    void timeWait_onFlowsOverLimit_makesRoom() {
        policy = request -> new Verdict.ServeTcp(recorder);
        for (int port = 1; port <= 5; port++) {
            deliver(tcp(port, TcpFlags.SYN, 7, 0));
            TcpFlow flow = recorder.flows.getLast();
            flow.accept();
            int ours = onlySegment(answers()).sequence() + 1;
            deliver(tcp(port, TcpFlags.ACK, 8, ours));
            flow.endOutput();
            answers();
            deliver(tcp(port, TcpFlags.ACK | TcpFlags.FIN, 8, ours + 1));
        }
        assertThat(recorder.flows).hasSize(5);
        assertThat(stack.flows()).isEqualTo(2);
    }

    @Test
    void deniedDatagram_onDefault_isPortUnreachable() {
        IcmpMessage answer = onlyIcmp(deliver(udp(HUB, 10)));
        assertThat(answer.code()).isEqualTo(3);
        UdpDatagram quoted = valid(UdpView.parse(valid(IpView.parse(answer.payload()))));
        assertThat(quoted.destinationPort()).isEqualTo(53);
    }

    @Test
    void datagramFlood_onDefault_isAnsweredOnlySoOften() {
        int answered = 0;
        for (int i = 0; i < 5_000; i++) {
            answered += deliver(udp(OTHER, 10)).size();
        }
        assertThat(answered).isEqualTo(1_000);
    }

    @Test
    void datagrams_onEcho_comeBackInTheSameFlow() {
        policy = request -> new Verdict.ServeUdp(new EchoService());
        IpPacket answer = deliver(udp(HUB, 10)).getFirst();
        assertThat(valid(UdpView.parse(answer)).payload().remaining()).isEqualTo(10);
        deliver(udp(HUB, 11));
        assertThat(stack.flows()).isEqualTo(1);
    }

    @Test
    void udpFlow_onSilence_ends() {
        policy = request -> new Verdict.ServeUdp(new EchoService());
        deliver(udp(HUB, 10));
        now = stack.nextDeadline();
        stack.poll(now);
        assertThat(Duration.ofNanos(now)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
        assertThat(stack.flows()).isZero();
    }

    @Test
    void largeDatagram_inFragmentsOutOfOrder_comesBackInFragments() {
        policy = request -> new Verdict.ServeUdp(new EchoService());
        List<ByteBuffer> fragments = fragments(udp(HUB, 5_000));
        for (ByteBuffer fragment : fragments.reversed()) {
            stack.input(now, fragment);
        }
        assertThat(answers()).hasSize(fragments.size()).allMatch(packet -> packet.fragment() != null);
    }

    @Test
    void overlappingFragments_onArrival_losePacket() {
        policy = request -> new Verdict.ServeUdp(new EchoService());
        List<ByteBuffer> fragments = fragments(udp(HUB, 5_000));
        stack.input(now, fragments.get(0).duplicate());
        stack.input(now, fragments.get(0).duplicate());
        fragments.subList(1, fragments.size()).forEach(fragment -> stack.input(now, fragment));
        assertThat(answers()).isEmpty();
        assertThat(counters.get(Counter.FRAGMENTS_DROPPED)).isEqualTo(1);
    }

    @Test
    void fragments_withoutTheRest_areForgotten() {
        ByteBuffer first = fragments(udp(HUB, 5_000)).getFirst();
        for (int i = 0; i < 200; i++) {
            ByteBuffer copy = ByteBuffer.allocate(first.remaining())
                    .put(first.duplicate())
                    .flip();
            copy.putInt(12, copy.getInt(12) + i);
            copy.putShort(10, (short) (copy.getShort(10) - i));
            stack.input(now, copy);
        }
        assertThat(counters.get(Counter.MALFORMED)).isZero();
        assertThat(counters.get(Counter.FRAGMENTS_DROPPED)).isEqualTo(200 - 64);
    }

    private static List<ByteBuffer> fragments(ByteBuffer packet) {
        List<ByteBuffer> fragments = new ArrayList<>();
        Ipv4Fragmenter.split(packet, MTU, fragment -> {
            ByteBuffer copy = ByteBuffer.allocate(fragment.remaining());
            fragments.add(copy.put(fragment).flip());
        });
        return fragments;
    }

    @Test
    void echo_toTheHub_isAnswered() {
        IcmpMessage echo = new IcmpMessage(8, 0, 42, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        IcmpMessage answer = onlyIcmp(deliver(writer.icmp(GUEST, HUB, echo)));
        assertThat(answer).isEqualTo(new IcmpMessage(0, 0, 42, ByteBuffer.wrap(new byte[] {1, 2, 3})));
    }

    @Test
    void echo_toOthers_isProhibited() {
        IcmpMessage echo = new IcmpMessage(8, 0, 42, ByteBuffer.allocate(0));
        assertThat(onlyIcmp(deliver(writer.icmp(GUEST, OTHER, echo))).code()).isEqualTo(13);
    }

    @Test
    void icmpError_fromGuest_isNotAnswered() {
        IcmpMessage error = new IcmpMessage(3, 3, 0, ByteBuffer.allocate(28));
        assertThat(deliver(writer.icmp(GUEST, OTHER, error))).isEmpty();
    }

    @Test
    void packet_fromAddressNoGuestMayUse_isDropped() {
        for (String source : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "10.0.0.1")) {
            UdpDatagram datagram = new UdpDatagram(1, 2, ByteBuffer.allocate(0));
            assertThat(deliver(writer.udp(IpAddress.parse(source), HUB, datagram)))
                    .as(source)
                    .isEmpty();
        }
        assertThat(counters.get(Counter.MARTIAN)).isEqualTo(5);
    }

    @Test
    void packet_toManyReceivers_isDropped() {
        for (String destination : List.of("224.0.0.251", "255.255.255.255")) {
            assertThat(deliver(udp(IpAddress.parse(destination), 3))).isEmpty();
        }
    }

    private static final class Recorder implements TcpService, TcpFlowHandler {
        private final List<TcpFlow> flows = new ArrayList<>();
        private final List<TcpEnd> ends = new ArrayList<>();

        @Override
        public TcpFlowHandler begin(TcpFlow flow) {
            flows.add(flow);
            return this;
        }

        @Override
        public void ready(TcpFlow flow) {}

        @Override
        public void ended(TcpFlow flow, TcpEnd end) {
            ends.add(end);
        }
    }

    private static final class EchoService implements UdpService, UdpFlowHandler {
        @Override
        public UdpFlowHandler begin(UdpFlow flow) {
            return this;
        }

        @Override
        public void received(UdpFlow flow, ByteBuffer payload) {
            flow.send(payload);
        }

        @Override
        public void ended(UdpFlow flow) {}
    }
}
