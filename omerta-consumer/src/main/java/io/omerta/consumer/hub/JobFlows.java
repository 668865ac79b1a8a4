package io.omerta.consumer.hub;

import io.omerta.consumer.policy.Outside;
import io.omerta.consumer.policy.SharedFolders;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.wire.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns a job's policy into verdicts on its VM's flows. On the hub's thread only. */
final class JobFlows {
    /** Exactly this address: the JDK's "loopback" may be ::1, where a service may not listen. */
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    private static final int DNS_PORT = 53;

    private final VpnPolicy policy;
    private final IpAddress hub;
    private final Outside outside;
    private final UdpService names;
    private final TcpService namesByTcp;
    private final TcpService files;

    /**
     * @param names the VM's resolver
     * @param namesByTcp the same
     * @param files asked only where the policy has folders
     */
    JobFlows(
            VpnPolicy policy,
            IpAddress hub,
            Outside outside,
            UdpService names,
            TcpService namesByTcp,
            TcpService files) {
        this.policy = policy;
        this.hub = hub;
        this.outside = outside;
        this.names = names;
        this.namesByTcp = namesByTcp;
        this.files = files;
    }

    Verdict decide(FlowRequest request) {
        if (!request.destination().equals(hub)) {
            return elsewhere(request);
        }
        return switch (request.protocol()) {
            case TCP -> exposed(request.destinationPort());
            case UDP -> served(request.destinationPort());
        };
    }

    private Verdict served(int port) {
        return port == DNS_PORT
                ? new Verdict.ServeUdp(names)
                : new Verdict.Unreachable(Verdict.Unreachable.Kind.PORT, "nothing is served there by UDP");
    }

    private Verdict exposed(int port) {
        if (port == SharedFolders.PORT && !policy.folders().isEmpty()) {
            return new Verdict.ServeTcp(files);
        }
        OptionalInt localPort = policy.localPort(port);
        if (localPort.isPresent()) {
            return new Verdict.Forward(new InetSocketAddress(LOCAL, localPort.getAsInt()));
        }
        return port == DNS_PORT ? new Verdict.ServeTcp(namesByTcp) : new Verdict.Reset("no --expose names it");
    }

    private Verdict elsewhere(FlowRequest request) {
        InetAddress address = request.destination().toInetAddress();
        Optional<String> refusal = outside.refusal(address, request.destinationPort());
        if (refusal.isEmpty()) {
            return new Verdict.Forward(new InetSocketAddress(address, request.destinationPort()));
        }
        return switch (request.protocol()) {
            // A reset rather than an ICMP error, which is rate limited: a program never waits.
            case TCP -> new Verdict.Reset(refusal.get());
            case UDP -> new Verdict.Unreachable(Verdict.Unreachable.Kind.PROHIBITED, refusal.get());
        };
    }
}
