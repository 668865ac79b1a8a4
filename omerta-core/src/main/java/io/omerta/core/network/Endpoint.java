package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a peer can be reached: "host:port" or "peerid@host:port".
 *
 * @param peer who has to answer there, when known
 * @param host a name, an IPv4 or an IPv6 address, without brackets
 * @param port 1 to 65535
 */
public record Endpoint(Optional<PeerId> peer, String host, int port) {
    private static final int MAX_HOST = 253;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    public Endpoint {
        boolean known = HOST.matcher(host).matches() || IPV6.matcher(host).matches();
        if (host.length() > MAX_HOST || !known) {
            throw new IllegalArgumentException("endpoint: the host is neither a name nor an address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("endpoint: port " + port + " is not between 1 and 65535");
        }
    }

    public static Endpoint of(String host, int port) {
        return new Endpoint(Optional.empty(), host, port);
    }

    /** @throws IllegalArgumentException saying what is wrong */
    public static Endpoint parse(String text) {
        int at = text.indexOf('@');
        Optional<PeerId> peer = at < 0 ? Optional.empty() : Optional.of(new PeerId(text.substring(0, at)));
        String address = text.substring(at + 1);
        int colon = address.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("endpoint: no port is named");
        }
        return new Endpoint(peer, unbracketed(address.substring(0, colon)), port(address.substring(colon + 1)));
    }

    private static String unbracketed(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("endpoint: an IPv6 address stands in brackets");
        }
        return bracketed ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String digits) {
        if (!digits.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("endpoint: the port is not a number");
        }
        return Integer.parseInt(digits);
    }

    public Endpoint withPeer(PeerId id) {
        return new Endpoint(Optional.of(id), host, port);
    }

    /** Without the peer: "host:port". */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return peer.map(id -> id + "@").orElse("") + address();
    }
}
