package io.omerta.consumer.dns;

import io.omerta.consumer.policy.Outside;
import io.omerta.network.tcpip.flow.UdpFlow;
import io.omerta.network.tcpip.flow.UdpFlowHandler;
import io.omerta.network.tcpip.flow.UdpService;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The resolver of one job's VM. Confined to the hub's thread. */
public final class NameService implements UdpService {
    /** What passes a tunnel in one packet; no question is nearly as long. */
    private static final int LONGEST_QUERY_BYTES = 4_096;

    /** At a time, so that a job that asks for names which nobody answers does not keep others waiting. */
    private static final int MOST_LOOKUPS = 4;

    private static final int MOST_WAITING = 64;

    private final Outside outside;
    private final Lookups lookups;
    private final Executor loop;
    private final NameLog log;
    private final Queue<Pending> waiting = new ArrayDeque<>();
    private int running;

    /** @param loop runs tasks on the hub's thread */
    public NameService(Outside outside, Lookups lookups, Executor loop, NameLog log) {
        this.outside = outside;
        this.lookups = lookups;
        this.loop = loop;
        this.log = log;
    }

    private record Pending(DnsQuery query, String name, Consumer<byte[]> reply) {}

    @Override
    public UdpFlowHandler begin(UdpFlow flow) {
        return new Exchange();
    }

    /**
     * Takes a message by another way than a flow of datagrams.
     *
     * @param reply called once, now or later on the hub's thread
     * @return false if it is none that is answered
     */
    boolean answer(byte[] message, Consumer<byte[]> reply) {
        Optional<DnsQuery> query = DnsQuery.parse(message);
        query.ifPresent(question -> answer(question, reply));
        return query.isPresent();
    }

    /** @param reply called once, now or later on the hub's thread */
    private void answer(DnsQuery query, Consumer<byte[]> reply) {
        if (query.kind() == DnsQuery.Kind.BROKEN) {
            reply.accept(query.malformed());
            return;
        }
        Optional<String> name = query.host();
        if (name.isEmpty() || !outside.maySayName(name.get())) {
            log.asked(name.orElseGet(query::said), Optional.of("no --allow names it"));
            reply.accept(query.refused());
            return;
        }
        switch (query.kind()) {
            case IPV6_ADDRESSES -> reply.accept(query.addresses(List.of()));
            case OTHER, BROKEN -> reply.accept(query.notImplemented());
            case ADDRESSES -> lookUp(new Pending(query, name.get(), reply));
        }
    }

    private void lookUp(Pending pending) {
        if (running < MOST_LOOKUPS) {
            running++;
            lookups.find(pending.name(), found -> loop.execute(() -> finish(pending, found)));
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(pending);
        } else {
            log.asked(pending.name(), Optional.of("too many names were asked for at once"));
            pending.reply().accept(pending.query().busy());
        }
    }

    private void finish(Pending pending, Optional<List<InetAddress>> found) {
        running--;
        Pending next = waiting.poll();
        if (next != null) {
            lookUp(next);
        }
        pending.reply().accept(tell(pending, found));
    }

    private byte[] tell(Pending pending, Optional<List<InetAddress>> found) {
        if (found.isEmpty()) {
            log.asked(pending.name(), Optional.of("there is no such name"));
            return pending.query().noSuchName();
        }
        List<InetAddress> fit = outside.learn(pending.name(), found.get());
        if (fit.isEmpty()) {
            // Its own networks' names are not the guest's business, not even that they exist.
            log.asked(pending.name(), Optional.of("its addresses are not public, and no --allow names them"));
            return pending.query().noSuchName();
        }
        log.asked(pending.name(), Optional.empty());
        return pending.query()
                .addresses(fit.stream().filter(Inet4Address.class::isInstance).toList());
    }

    /** The questions from one port of the guest. The flow is closed with the last answer: programs use a new port each time. */
    private final class Exchange implements UdpFlowHandler {
        private int unanswered;

        @Override
        public void received(UdpFlow flow, ByteBuffer payload) {
            if (payload.remaining() > LONGEST_QUERY_BYTES) {
                return;
            }
            byte[] message = new byte[payload.remaining()];
            payload.get(message);
            DnsQuery.parse(message).ifPresent(query -> {
                unanswered++;
                answer(query, bytes -> reply(flow, bytes));
            });
        }

        private void reply(UdpFlow flow, byte[] bytes) {
            flow.send(ByteBuffer.wrap(bytes));
            unanswered--;
            if (unanswered == 0) {
                flow.close();
            }
        }

        @Override
        public void ended(UdpFlow flow) {}
    }
}
