package io.omerta.network.tcpip.stack;

import io.omerta.network.tcpip.flow.FlowPolicy;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.UdpService;
import io.omerta.network.tcpip.flow.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the policy and turns its verdict into a service or a refusal. Fails closed. */
final class Gatekeeper {
    private static final Logger log = LoggerFactory.getLogger(Gatekeeper.class);

    /** What becomes of a TCP flow. */
    sealed interface TcpAnswer {
        record Taken(TcpService service) implements TcpAnswer {}

        record Refused(Verdict verdict) implements TcpAnswer {}
    }

    /** What becomes of a UDP flow. */
    sealed interface UdpAnswer {
        record Taken(UdpService service) implements UdpAnswer {}

        record Refused(Verdict verdict) implements UdpAnswer {}
    }

    private final FlowPolicy policy;
    private final Forwarding forwarding;
    private final Counters counters;

    Gatekeeper(FlowPolicy policy, Forwarding forwarding, Counters counters) {
        this.policy = policy;
        this.forwarding = forwarding;
        this.counters = counters;
    }

    TcpAnswer tcp(FlowRequest request) {
        return switch (decide(request)) {
            case Verdict.Forward forward -> new TcpAnswer.Taken(forwarding.tcp(forward.target()));
            case Verdict.ServeTcp serve -> new TcpAnswer.Taken(serve.service());
            case Verdict.ServeUdp _ -> new TcpAnswer.Refused(denied(new Verdict.Reset("the service speaks UDP")));
            case Verdict.Reset refusal -> new TcpAnswer.Refused(denied(refusal));
            case Verdict.Unreachable refusal -> new TcpAnswer.Refused(denied(refusal));
            case Verdict.Drop refusal -> new TcpAnswer.Refused(denied(refusal));
        };
    }

    UdpAnswer udp(FlowRequest request) {
        return switch (decide(request)) {
            case Verdict.Forward forward -> new UdpAnswer.Taken(forwarding.udp(forward.target()));
            case Verdict.ServeUdp serve -> new UdpAnswer.Taken(serve.service());
            case Verdict.ServeTcp _ -> new UdpAnswer.Refused(denied(new Verdict.Reset("the service speaks TCP")));
            case Verdict.Reset refusal -> new UdpAnswer.Refused(denied(refusal));
            case Verdict.Unreachable refusal -> new UdpAnswer.Refused(denied(refusal));
            case Verdict.Drop refusal -> new UdpAnswer.Refused(denied(refusal));
        };
    }

    private Verdict decide(FlowRequest request) {
        try {
            return policy.decide(request);
        } catch (RuntimeException fault) {
            onFault(request, fault);
            return new Verdict.Reset("the policy failed");
        }
    }

    private Verdict denied(Verdict refusal) {
        counters.count(Counter.FLOWS_DENIED);
        return refusal;
    }

    /** A policy or a service threw: a fault of ours, never the guest's doing alone. */
    void onFault(FlowRequest request, RuntimeException fault) {
        counters.count(Counter.FAULTS);
        log.warn("could not serve {}: {}; the flow is refused", request, fault.toString(), fault);
    }
}
