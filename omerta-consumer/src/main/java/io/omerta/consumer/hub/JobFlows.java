package io.omerta.consumer.hub;

import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.wire.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Turns a job's policy into verdicts on its VM's flows. */
record JobFlows(VpnPolicy policy, IpAddress hub) {
    /** Exactly this address: the JDK's "loopback" may be ::1, where a service may not listen. */
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    Verdict decide(FlowRequest request) {
        return switch (request.protocol()) {
            case TCP -> tcp(request);
            case UDP -> udp(request);
        };
    }

    private Verdict tcp(FlowRequest request) {
        if (request.destination().equals(hub)) {
            var localPort = policy.localPort(request.destinationPort());
            if (localPort.isPresent()) {
                return new Verdict.Forward(new InetSocketAddress(LOCAL, localPort.getAsInt()));
            }
        }
        // A reset rather than an ICMP error, which is rate limited: a program never waits.
        return new Verdict.Reset("the job's policy does not allow it");
    }

    private Verdict udp(FlowRequest request) {
        if (request.destination().equals(hub)) {
            return new Verdict.Unreachable(Verdict.Unreachable.Kind.PORT, "nothing is served by UDP");
        }
        return new Verdict.Unreachable(Verdict.Unreachable.Kind.PROHIBITED, "the job's policy does not allow it");
    }
}
