package io.omerta.network.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Says on its output which kind of port it was given. */
final class OpenPortProgram {
    private OpenPortProgram() {}

    public static void main(String[] arguments) throws IOException {
        try (UdpPort port = UdpPorts.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            System.out.println(port.getClass().getSimpleName());
        }
    }
}
