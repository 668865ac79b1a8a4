package io.omerta.bench.loss;

import io.omerta.bench.net.OffloadTun;
import io.omerta.network.tcpip.UserSpaceNetwork;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.testkit.link.LinkConditions;
import io.omerta.testkit.link.LinkRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * {@code LinkEnd OMERTA|KERNEL LOSS_PERCENT SEED}: a link between the TUN device {@code near}, which is moved to where the client
 * is, and the user-space network, or the TUN device {@code far}. Says {@code ready}, and runs until it is killed.
 */
public final class LinkEnd {
    static final int MTU = 1420;
    static final String ADDRESS = "10.9.0.1";

    private static final int DELAY_MILLIS = 25;

    private LinkEnd() {}

    enum Kind {
        OMERTA,
        KERNEL
    }

    public static void main(String[] arguments) throws IOException {
        LinkConditions conditions = LinkConditions.clean(DELAY_MILLIS).withLoss(Integer.parseInt(arguments[1]) / 100.0);
        long seed = Long.parseLong(arguments[2]);
        OffloadTun near = OffloadTun.openPlain("near");
        LinkRelay toNear = LinkRelay.start(conditions, new SplittableRandom(seed), packet -> write(near, packet));
        Consumer<ByteBuffer> far = switch (Kind.valueOf(arguments[0])) {
            case OMERTA -> network(toNear);
            case KERNEL -> kernel(toNear);
        };
        LinkRelay toFar = LinkRelay.start(conditions, new SplittableRandom(~seed), far);
        System.out.println("ready");
        readAll(near, toFar);
    }

    private static Consumer<ByteBuffer> network(LinkRelay out) {
        UserSpaceNetwork network = UserSpaceNetwork.start(
                StackConfig.of(MTU, IpAddress.parse(ADDRESS)),
                request -> new Verdict.Forward(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), request.destinationPort())),
                out::send);
        return network::deliver;
    }

    private static Consumer<ByteBuffer> kernel(LinkRelay out) throws IOException {
        OffloadTun far = OffloadTun.openPlain("far");
        Thread.ofPlatform().daemon().start(() -> readAll(far, out));
        return packet -> write(far, packet);
    }

    private static void readAll(OffloadTun from, LinkRelay to) {
        byte[] raw = new byte[OffloadTun.MAX_BYTES];
        try {
            while (true) {
                int length = from.read(raw);
                to.send(ByteBuffer.wrap(raw, OffloadTun.HEADER_BYTES, length - OffloadTun.HEADER_BYTES));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(OffloadTun to, ByteBuffer packet) {
        byte[] raw = new byte[OffloadTun.HEADER_BYTES + packet.remaining()];
        packet.get(packet.position(), raw, OffloadTun.HEADER_BYTES, packet.remaining());
        to.write(raw, raw.length);
    }
}
