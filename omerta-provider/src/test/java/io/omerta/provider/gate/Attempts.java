package io.omerta.provider.gate;

import java.util.List;
import java.util.stream.Stream;

/** Everything that root in a guest tries. */
public final class Attempts {
    private Attempts() {}

    public static List<Attempt> all() {
        List<Attempt> ofEveryKind = Stream.of(
                        LinkAttempts.all(),
                        ArpAttempts.all(),
                        Ipv4Attempts.all(),
                        ProtocolAttempts.all(),
                        UdpAttempts.all(),
                        Ipv6Attempts.all())
                .flatMap(attempts -> attempts)
                .toList();
        return Stream.concat(ofEveryKind.stream(), beforeTheTunnel(ofEveryKind)).toList();
    }

    /** Whatever the requester does, the gate is there before the guest executes its first instruction. */
    private static Stream<Attempt> beforeTheTunnel(List<Attempt> attempts) {
        return Stream.of(
                        "TCP SYN to the internet",
                        "DNS to the gateway",
                        "DHCP discover",
                        "ICMP echo to the gateway",
                        "ARP: gateway's address claimed",
                        "IPv6: router solicitation",
                        "WireGuard to 192.168.1.1, the provider's router",
                        "not WireGuard: text")
                .map(name -> named(attempts, name).beforeTheTunnel());
    }

    private static Attempt named(List<Attempt> attempts, String name) {
        return attempts.stream()
                .filter(attempt -> attempt.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no attempt is named " + name));
    }
}
