package io.omerta.consumer.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.consumer.policy.Outside;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.core.address.AddressBlock;
import io.omerta.core.address.Destination;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.UdpFlow;
import io.omerta.network.tcpip.flow.UdpFlowHandler;
import io.omerta.network.tcpip.wire.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class NameServiceTest {
    /** Tasks for the hub's thread, which here is the test's. */
    private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();

    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
    private final List<String> log = new ArrayList<>();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final Lookups lookups = Lookups.with(this::resolve);

    @AfterEach
    void close() {
        answering.countDown();
        lookups.close();
    }

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        if (name.startsWith("slow")) {
            try {
                answering.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        List<InetAddress> addresses = known.get(name);
        if (addresses == null) {
            throw new UnknownHostException(name);
        }
        return addresses;
    }

    @Test
    void allowedName_isToldWithItsAddresses() throws Exception {
        know("example.com", "8.8.4.4", "8.8.8.8", "2600::1");
        Message answer = ask(service(false, "example.com"), "Example.COM.", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(addresses(answer)).containsExactly("8.8.4.4", "8.8.8.8");
        assertThat(log).containsExactly("example.com told");
    }

    @Test
    void otherName_isRefusedWithoutAskingAnybody() throws Exception {
        know("other.com", "8.8.4.4");
        Message answer = ask(service(false, "example.com"), "other.com.", Type.A);
        assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(addresses(answer)).isEmpty();
        assertThat(log).containsExactly("other.com no --allow names it");
    }

    @ParameterizedTest
    @CsvSource({"example.com, 15", "example.com, 16", "example.com, 12", "example.com, 255", "example.com, 65"})
    void allowedName_otherTypes_areNotImplemented(String name, int type) throws Exception {
        assertThat(ask(service(false, name), name + ".", type).getRcode()).isEqualTo(Rcode.NOTIMP);
    }

    @Test
    void allowedName_ipv6_isAnEmptyAnswer() throws Exception {
        Message answer = ask(service(false, "example.com"), "example.com.", Type.AAAA);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void allowedName_thatDoesNotExist_isNoName() throws Exception {
        assertThat(ask(service(false, "example.com"), "example.com.", Type.A).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void allowedName_ofAPrivateAddress_looksLikeNoName() throws Exception {
        know("rebind.example", "192.168.1.1", "127.0.0.1");
        for (boolean internet : new boolean[] {false, true}) {
            Message answer = ask(service(internet, "rebind.example"), "rebind.example.", Type.A);
            assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        }
        assertThat(log).hasSize(2).allMatch(line -> line.contains("are not public"));
    }

    @Test
    void allowedName_reboundBetweenTwoQuestions_isToldOnceAndThenNoMore() throws Exception {
        NameService service = service(false, "rebind.example");
        know("rebind.example", "8.8.4.4");
        assertThat(addresses(ask(service, "rebind.example.", Type.A))).containsExactly("8.8.4.4");
        know("rebind.example", "192.168.1.1");
        assertThat(ask(service, "rebind.example.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void internet_meansEveryName() throws Exception {
        know("anything.example", "8.8.4.4");
        assertThat(addresses(ask(service(true), "anything.example.", Type.A))).containsExactly("8.8.4.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1.",
                "2130706433.",
                "0x7f.1.",
                "a\\032b.",
                "a\\000.com.",
                "-x.com.",
                ".",
                "*.com.",
                "a\\.b.com."
            })
    void internet_whatIsNoNameOfAMachine_isRefused(String name) throws Exception {
        assertThat(ask(service(true), name, Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void manyAddresses_fitIntoTheSmallestAnswer() throws Exception {
        String name = ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
        known.put(
                name,
                Stream.iterate(1, i -> i + 1)
                        .limit(200)
                        .map(i -> InetAddress.ofLiteral("8.8.8." + i))
                        .toList());
        Message answer = ask(service(true), name + ".", Type.A);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(addresses(answer)).hasSize(12);
        assertThat(answer.numBytes()).isLessThanOrEqualTo(512);
    }

    @Test
    void namesThatNobodyAnswers_holdUpFourLookupsAndLimitTheRest() throws Exception {
        NameService service = service(true);
        List<StandInUdpFlow> flows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            know("slow" + i, "8.8.4.4");
            flows.add(send(service, query("slow" + i + ".", Type.A).toWire()));
        }
        // 4 are looked up, 64 wait.
        assertThat(flows.stream().filter(flow -> !flow.sent.isEmpty())).hasSize(32);
        assertThat(new Message(flows.getLast().sent.getFirst()).getRcode()).isEqualTo(Rcode.SERVFAIL);
        answering.countDown();
        while (flows.stream().anyMatch(flow -> flow.sent.isEmpty())) {
            loop.take().run();
        }
        assertThat(addresses(new Message(flows.getFirst().sent.getFirst()))).containsExactly("8.8.4.4");
    }

    @Test
    void twoQuestionsFromOnePort_areBothAnsweredBeforeTheFlowIsClosed() throws Exception {
        know("example.com", "8.8.4.4");
        NameService service = service(true);
        StandInUdpFlow flow = new StandInUdpFlow();
        UdpFlowHandler handler = service.begin(flow);
        handler.received(flow, ByteBuffer.wrap(query("example.com.", Type.A).toWire()));
        handler.received(flow, ByteBuffer.wrap(query("example.com.", Type.AAAA).toWire()));
        assertThat(flow.sent).hasSize(1);
        assertThat(flow.closed).isFalse();
        loop.take().run();
        assertThat(flow.sent).hasSize(2);
        assertThat(flow.closed).isTrue();
    }

    @Test
    void questionsByTcp_areAnsweredInTheirOrder() throws Exception {
        know("example.com", "8.8.4.4");
        ByteArrayOutputStream questions = new ByteArrayOutputStream();
        for (String name : List.of("example.com.", "other.com.")) {
            byte[] question = query(name, Type.A).toWire();
            questions.write(0);
            questions.write(question.length);
            questions.writeBytes(question);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecutorService hub = Executors.newSingleThreadExecutor()) {
            Outside outside = new Outside(
                    VpnPolicy.allowing(List.of(Destination.parse("example.com")), false),
                    AddressBlock.parse("10.0.0.0/16"),
                    _ -> Optional.empty());
            NameService service = new NameService(outside, lookups, hub, (_, _) -> {});
            new NameConversation(service, hub).hold(new ByteArrayInputStream(questions.toByteArray()), out);
        }
        ByteBuffer answers = ByteBuffer.wrap(out.toByteArray());
        byte[] first = new byte[answers.getShort()];
        answers.get(first);
        byte[] second = new byte[answers.getShort()];
        answers.get(second);
        assertThat(addresses(new Message(first))).containsExactly("8.8.4.4");
        assertThat(new Message(second).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answers.hasRemaining()).isFalse();
    }

    @Test
    void answersAndRuntMessages_areNotAnswered() throws Exception {
        Message answer = query("example.com.", Type.A);
        answer.getHeader().setFlag(Flags.QR);
        assertThat(send(service(true), answer.toWire()).sent).isEmpty();
        assertThat(send(service(true), new byte[11]).sent).isEmpty();
        assertThat(send(service(true), new byte[0]).sent).isEmpty();
        assertThat(send(service(true), new byte[5_000]).sent).isEmpty();
    }

    @Test
    void brokenMessages_areCalledBroken() throws Exception {
        byte[] whole = query("example.com.", Type.A).toWire();
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 3);
        Message chaos = query("example.com.", Type.A);
        chaos.getHeader().setOpcode(Opcode.UPDATE);
        Message none = new Message(7);
        Message otherClass = Message.newQuery(Record.newRecord(Name.fromString("a.b."), Type.A, DClass.CH));
        byte[] loop = {0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte) 0xc0, 12, 0, 1, 0, 1};
        for (byte[] message : List.of(cut, chaos.toWire(), none.toWire(), otherClass.toWire(), loop)) {
            StandInUdpFlow flow = send(service(true), message);
            assertThat(new Message(flow.sent.getFirst()).getRcode()).isEqualTo(Rcode.FORMERR);
            assertThat(flow.closed).isTrue();
        }
    }

    /** Seeded; whatever a guest sends, there is an answer that can be read, or none, and no exception. */
    @Test
    void damagedMessages_neverThrow() throws Exception {
        Random random = new Random(20);
        NameService service = service(false, "example.com");
        byte[] whole = query("example.com.", Type.A).toWire();
        for (int i = 0; i < 100_000; i++) {
            byte[] message = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length + 20));
            for (int hits = random.nextInt(6); hits > 0; hits--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt(256);
            }
            for (byte[] answer : send(service, message).sent) {
                assertThat(new Message(answer).getHeader().getFlag(Flags.QR)).isTrue();
            }
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
        }
    }

    private void know(String name, String... addresses) {
        known.put(name, Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    }

    private NameService service(boolean internet, String... allowed) {
        VpnPolicy policy =
                VpnPolicy.allowing(Stream.of(allowed).map(Destination::parse).toList(), internet);
        Outside outside = new Outside(policy, AddressBlock.parse("10.0.0.0/16"), _ -> Optional.empty());
        return new NameService(
                outside, lookups, loop::add, (name, refusal) -> log.add(name + " " + refusal.orElse("told")));
    }

    private static Message query(String name, int type) {
        try {
            return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message ask(NameService service, String name, int type) throws Exception {
        Message query = query(name, type);
        StandInUdpFlow flow = send(service, query.toWire());
        while (flow.sent.isEmpty()) {
            loop.take().run();
        }
        Message answer = new Message(flow.sent.getFirst());
        assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(flow.closed).isTrue();
        return answer;
    }

    private static StandInUdpFlow send(NameService service, byte[] message) {
        StandInUdpFlow flow = new StandInUdpFlow();
        service.begin(flow).received(flow, ByteBuffer.wrap(message));
        return flow;
    }

    private static List<String> addresses(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    /** Stands in for the guest's port. */
    private static final class StandInUdpFlow implements UdpFlow {
        private final List<byte[]> sent = new ArrayList<>();
        private boolean closed;

        @Override
        public FlowRequest request() {
            return new FlowRequest(
                    FlowRequest.Protocol.UDP, IpAddress.parse("10.0.0.2"), 5_353, IpAddress.parse("10.0.0.1"), 53);
        }

        @Override
        public void send(ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            sent.add(bytes);
        }

        @Override
        public void unreachable() {
            closed = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
