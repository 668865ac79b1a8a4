package io.omerta.network.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;

/** Opens UDP ports. */
public final class UdpPorts {
    private static final Set<String> KNOWN_MACHINES = Set.of("amd64", "x86_64", "aarch64");

    private UdpPorts() {}

    /**
     * The best port that this system has, bound to {@code local}.
     *
     * @throws IOException if the address cannot be bound
     */
    public static UdpPort open(InetSocketAddress local) throws IOException {
        if (hasLinuxCalls()) {
            BatchingUdpPort batching = BatchingUdpPort.openIfPossible(local);
            if (batching != null) {
                return batching;
            }
        }
        return openPlain(local);
    }

    /**
     * Whether this is a Linux whose structures are known, and native calls are allowed. Asked here: the class that makes the calls
     * cannot even be loaded where they are missing.
     */
    private static boolean hasLinuxCalls() {
        return System.getProperty("os.name", "").equals("Linux")
                && KNOWN_MACHINES.contains(System.getProperty("os.arch", "").toLowerCase(Locale.ROOT))
                && UdpPorts.class.getModule().isNativeAccessEnabled();
    }

    /**
     * A port that works on every system, one system call for each datagram.
     *
     * @throws IOException if the address cannot be bound
     */
    public static UdpPort openPlain(InetSocketAddress local) throws IOException {
        return ChannelUdpPort.open(local);
    }
}
