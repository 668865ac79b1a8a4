package io.omerta.endtoend;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for the line between a provider and a requester: a network namespace for each and a cable between them, whose
 * traffic is counted and on which UDP can be blocked. As root only.
 */
final class StandInLine implements AutoCloseable {
    private static final String RULES = """
        table inet line {
          counter udps { }
          counter tcps { }
          chain leaving {
            type filter hook output priority 0;
            oifname "cable" meta l4proto udp counter name udps
            oifname "cable" meta l4proto tcp counter name tcps
          }
          chain arriving { type filter hook input priority 0; }
        }
        """;

    private static final Pattern BYTES = Pattern.compile("bytes (\\d+)");

    private final String provider = Namespaces.name("omp");
    private final String requester = Namespaces.name("omq");

    StandInLine() {
        for (String namespace : List.of(provider, requester)) {
            Namespaces.run("ip", "netns", "add", namespace);
            Namespaces.run("ip", "-n", namespace, "link", "set", "lo", "up");
        }
        Namespaces.run(
                "ip", "-n", provider, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns",
                requester);
        Namespaces.run("ip", "-n", provider, "address", "add", "192.168.60.1/24", "dev", "cable");
        Namespaces.run("ip", "-n", requester, "address", "add", "192.168.60.2/24", "dev", "cable");
        for (String namespace : List.of(provider, requester)) {
            Namespaces.run("ip", "-n", namespace, "link", "set", "cable", "up");
            in(namespace, "nft", RULES);
        }
    }

    /** What has to stand before a command for it to run at the provider's. */
    List<String> atProvider() {
        return List.of("ip", "netns", "exec", provider);
    }

    List<String> atRequester() {
        return List.of("ip", "netns", "exec", requester);
    }

    /** No datagram arrives at either end any more. */
    void blockUdp() {
        for (String namespace : List.of(provider, requester)) {
            in(namespace, "nft", "add rule inet line arriving iifname cable meta l4proto udp drop");
        }
    }

    void unblockUdp() {
        for (String namespace : List.of(provider, requester)) {
            in(namespace, "nft", "flush chain inet line arriving");
        }
    }

    /** That have left the requester by UDP, since the line is there. */
    long udpBytes() {
        return counter("udps");
    }

    long tcpBytes() {
        return counter("tcps");
    }

    private long counter(String name) {
        String said = in(requester, "nft", "list counter inet line " + name);
        Matcher bytes = BYTES.matcher(said);
        if (!bytes.find()) {
            throw new AssertionError("no counter in " + said);
        }
        return Long.parseLong(bytes.group(1));
    }

    private static String in(String namespace, String program, String argument) {
        return Namespaces.run("ip", "netns", "exec", namespace, program, argument);
    }

    @Override
    public void close() {
        Namespaces.run("ip", "netns", "del", requester);
        Namespaces.run("ip", "netns", "del", provider);
    }
}
