package io.omerta.bench.flood;

import io.omerta.network.udp.UdpPort;
import io.omerta.network.udp.UdpPorts;
import io.omerta.network.wireguard.PublicKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.jspecify.annotations.Nullable;

/**
 * {@code Flood ADDRESS PORT KEY PER_SECOND}: sends initiations whose mac1 is right for this key and whose rest is random, until
 * it is killed. Says {@code ready} after a first line of standard input; to each further line it answers how many it has sent.
 */
public final class Flood {
    private static final int INITIATION_BYTES = 148;
    private static final int MAC1 = 116;
    private static final int MAC_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int DIFFERENT = 2_000;
    private static final long STEP_NANOS = 1_000_000;

    private final UdpPort port;
    private final InetSocketAddress target;
    private final byte[][] messages = new byte[DIFFERENT][];
    private volatile long sent;

    private Flood(UdpPort port, InetSocketAddress target, PublicKey key) {
        this.port = port;
        this.target = target;
        SecureRandom random = new SecureRandom();
        byte[] macKey = digest(null, KEY_BYTES, "mac1----".getBytes(StandardCharsets.US_ASCII), key.toBytes());
        for (int i = 0; i < DIFFERENT; i++) {
            byte[] message = new byte[INITIATION_BYTES];
            random.nextBytes(message);
            ByteBuffer.wrap(message).putInt(0, 0x01000000);
            byte[] body = ByteBuffer.allocate(MAC1).put(message, 0, MAC1).array();
            System.arraycopy(digest(macKey, MAC_BYTES, body), 0, message, MAC1, MAC_BYTES);
            messages[i] = message;
        }
    }

    private static byte[] digest(byte @Nullable [] key, int bytes, byte[]... parts) {
        Blake2sDigest digest = new Blake2sDigest(key, bytes, null, null);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] out = new byte[bytes];
        digest.doFinal(out, 0);
        return out;
    }

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress target = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
        Flood flood =
                new Flood(UdpPorts.open(new InetSocketAddress("0.0.0.0", 0)), target, PublicKey.parse(arguments[2]));
        int perSecond = Integer.parseInt(arguments[3]);
        Thread.ofPlatform().daemon().start(() -> flood.run(perSecond));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        in.readLine();
        System.out.println("ready");
        in.lines().forEach(_ -> System.out.println(flood.sent));
    }

    private void run(int perSecond) {
        long start = System.nanoTime();
        long count = 0;
        while (true) {
            long due = (System.nanoTime() - start) * perSecond / 1_000_000_000L;
            for (; count < due; count++) {
                port.send(target, ByteBuffer.wrap(messages[(int) (count % DIFFERENT)]));
            }
            port.flush();
            sent = count - port.unsent();
            LockSupport.parkNanos(STEP_NANOS);
        }
    }
}
