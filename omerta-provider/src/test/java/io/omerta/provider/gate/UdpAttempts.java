package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.BROADCAST;
import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.shorter;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.udp;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** UDP that is not the tunnel's: other services, other ports, and what is no WireGuard message. */
final class UdpAttempts {
    private static final String GATEWAY = "a9fe4d01";
    private static final byte[] DNS = hex("abcd 0100 0001 0000 0000 0000 076578616d706c6503636f6d00 0001 0001");
    private static final byte[] STUN = hex("0001 0000 2112a442 000000000000000000000000");
    private static final byte[] NTP = hex("23000000" + "00".repeat(44));

    private UdpAttempts() {}

    static Stream<Attempt> all() {
        return Stream.of(dhcp(), services(), ports(), headers(), payloads(), lookalikes())
                .flatMap(List::stream);
    }

    private static List<Attempt> dhcp() {
        byte[] discover = hex("0101060012345678" + "00".repeat(228) + "63825363 350101 ff");
        byte[] broadcast = withChecksums(with(
                with(with(udp(68, 67, discover), 26, "00000000"), 30, "ffffffff"), 0, BROADCAST.substring(0, 12)));
        return List.of(
                Attempt.of("DHCP discover", broadcast),
                Attempt.of("DHCP request to the gateway", udp(68, 67, discover)),
                Attempt.of("DHCP offer of its own", udp(67, 68, discover)),
                Attempt.of("DHCP discover before it has an address", withChecksums(with(broadcast, 22, "01"))));
    }

    private static List<Attempt> services() {
        return List.of(
                service("DNS to the gateway", GATEWAY, 53, DNS),
                service("DNS to the internet", "08080808", 53, DNS),
                service("DNS to the provider's resolver", "7f000035", 53, DNS),
                service("mDNS", "e00000fb", 5353, DNS),
                service("LLMNR", "e00000fc", 5355, DNS),
                service("SSDP", "effffffa", 1900, text("M-SEARCH * HTTP/1.1\r\n\r\n")),
                service("WS-Discovery", "effffffa", 3702, text("<Probe/>")),
                service("NTP to the internet", "08080808", 123, NTP),
                service("SNMP to the router", "c0a80101", 161, hex("302602010104067075626c6963")),
                service("TFTP to the gateway", GATEWAY, 69, text("\0\1vmlinuz\0octet\0")),
                service("NetBIOS name to the LAN", "c0a801ff", 137, DNS),
                service("syslog to the gateway", GATEWAY, 514, text("<13>hello")),
                service("QUIC to the internet", "08080808", 443, hex("c0000000010800000000")),
                service("STUN to the internet", "08080808", 3478, STUN),
                service("memcached to the internet", "08080808", 11_211, text("stats\r\n")),
                service("VXLAN to the gateway", GATEWAY, 4789, hex("0800000000000100")),
                service("Omerta's own DHT to the gateway", GATEWAY, 50_051, new byte[64]),
                service("another WireGuard in the LAN", "c0a80101", 51_820, message(1, 148)));
    }

    private static Attempt service(String name, String to, int port, byte[] payload) {
        return Attempt.of(name, withChecksums(with(udp(40_000, port, payload), 30, to)));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<Attempt> ports() {
        return List.of(
                Attempt.of("UDP to port 0", udp(40_000, 0, message(1, 148))),
                Attempt.of("UDP to port 51819", udp(40_000, 51_819, message(1, 148))),
                Attempt.of("UDP to port 51821", udp(40_000, 51_821, message(1, 148))),
                Attempt.of("UDP to port 27850, bytes swapped", udp(40_000, 0x6cca, message(1, 148))),
                Attempt.of("UDP from port 0", udp(0, 51_820, message(1, 148))),
                Attempt.after(
                        "a second source port",
                        udp(40_000, 51_820, message(1, 148)),
                        udp(40_001, 51_820, message(1, 148))),
                Attempt.after("TCP behind an honest handshake", initiation(), GuestFrames.tcp()));
    }

    private static List<Attempt> headers() {
        return List.of(
                length("0", "0000"),
                length("7", "0007"),
                length("of its header alone", "0008"),
                length("one short", "009b"),
                length("one too long", "009d"),
                length("65,535", "ffff"),
                Attempt.of("UDP cut by a byte", withChecksums(with(shorter(initiation(), 1), 16, "00af"))),
                Attempt.of("UDP with half a header", Frames.ipv4(GATEWAY, 17, hex("9c40ca6c"))),
                Attempt.of("UDP with a wrong checksum", with(initiation(), 40, "dead")),
                Attempt.of("UDP with a bit flipped in its payload", with(initiation(), 120, "00")));
    }

    private static Attempt length(String name, String length) {
        return Attempt.of("UDP length " + name, withChecksums(with(initiation(), 38, length)));
    }

    private static List<Attempt> payloads() {
        return List.of(
                payload("nothing", new byte[0]),
                payload("one byte", new byte[] {1}),
                payload("three bytes", new byte[] {1, 0, 0}),
                payload("DNS", DNS),
                payload("STUN", STUN),
                payload("NTP", NTP),
                payload("QUIC", hex("c0000000010800000000" + "00".repeat(100))),
                payload("DTLS", hex("16fefd0000000000000000 0001 00")),
                payload("OpenVPN", hex("38 0102030405060708 00 00000000")),
                payload("text", text("GET / HTTP/1.0\r\n\r\n")),
                payload("zeros of an initiation's size", new byte[148]));
    }

    private static List<Attempt> lookalikes() {
        return List.of(
                payload("type 0", message(0, 148)),
                payload("type 5", message(5, 148)),
                payload("type 255", message(255, 148)),
                payload("type 1, a reserved byte set", with(message(1, 148), 1, "01")),
                payload("type 4, the last reserved byte set", with(message(4, 48), 3, "80")),
                payload("type 1, big-endian", with(message(1, 148), 0, "00000001")),
                payload("initiation one short", message(1, 147)),
                payload("initiation one too long", message(1, 149)),
                payload("initiation of a response's size", message(1, 92)),
                payload("response of an initiation's size", message(2, 148)),
                payload("response one short", message(2, 91)),
                payload("cookie reply one too long", message(3, 65)),
                payload("cookie reply of 4 bytes", message(3, 4)),
                payload("data of 16 bytes", message(4, 16)),
                payload("data of 31 bytes", message(4, 31)),
                payload("data of 33 bytes", message(4, 33)),
                payload("data of 1,471 bytes", message(4, 1471)));
    }

    private static Attempt payload(String name, byte[] payload) {
        return Attempt.of("not WireGuard: " + name, tunnel(payload));
    }
}
