package io.omerta.provider.gate;

import static io.omerta.provider.gate.Frames.hex;
import static io.omerta.provider.gate.Frames.initiation;
import static io.omerta.provider.gate.Frames.ipv4;
import static io.omerta.provider.gate.Frames.longer;
import static io.omerta.provider.gate.Frames.message;
import static io.omerta.provider.gate.Frames.tunnel;
import static io.omerta.provider.gate.Frames.with;
import static io.omerta.provider.gate.Frames.withChecksums;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** A datagram of the tunnel in an IPv4 packet that is not as it should be, or goes elsewhere. */
final class Ipv4Attempts {
    private static final int FLAGS = 20;

    private Ipv4Attempts() {}

    static Stream<Attempt> all() {
        return Stream.of(headers(), options(), fragments(), sources(), destinations())
                .flatMap(List::stream);
    }

    private static List<Attempt> headers() {
        return List.of(
                header("version 6", 14, "65"),
                header("version 0", 14, "05"),
                header("header of 16 bytes", 14, "44"),
                header("header of 60 bytes that are not there", 14, "4f"),
                header("total length 0", 16, "0000"),
                header("total length of the header alone", 16, "0014"),
                header("total length one short", 16, "00af"),
                header("total length one too long", 16, "00b1"),
                header("total length 65,535", 16, "ffff"),
                header("time to live 0", 22, "00"),
                Attempt.of("IPv4: a byte behind the packet", longer(initiation(), 1)),
                Attempt.of("IPv4: secret bytes behind the packet", hidden()),
                Attempt.of("IPv4: wrong header checksum", with(initiation(), 24, "dead")),
                Attempt.of("IPv4: header checksum 0", with(initiation(), 24, "0000")),
                Attempt.of("IPv4: checksum of another identification", with(initiation(), 18, "4321")));
    }

    private static byte[] hidden() {
        byte[] frame = longer(tunnel(message(4, 32)), 64);
        System.arraycopy(hex("736563726574"), 0, frame, 80, 6);
        return frame;
    }

    private static Attempt header(String name, int at, String bytes) {
        return Attempt.of("IPv4: " + name, withChecksums(with(initiation(), at, bytes)));
    }

    private static List<Attempt> options() {
        return List.of(
                option("no operation", "01010101"),
                option("end of options", "00000000"),
                option("record route", "0707040000000000"),
                option("timestamp", "44080500 00000000"),
                option("loose source route to the router", "8307 04 c0a80101 00"),
                option("strict source route to the router", "8907 04 c0a80101 00"),
                option("router alert", "94040000"),
                option("security", "820b 000000000000000000 00"),
                option("of a length that lies", "07ff0400"),
                option("40 bytes of them", "01".repeat(40)));
    }

    private static Attempt option(String name, String options) {
        byte[] added = hex(options);
        byte[] frame = initiation();
        ByteBuffer longer = ByteBuffer.allocate(frame.length + added.length);
        longer.put(frame, 0, 34).put(added).put(frame, 34, frame.length - 34);
        longer.put(14, (byte) (0x45 + added.length / 4)).putShort(16, (short) (longer.capacity() - 14));
        return Attempt.of("IPv4 option: " + name, withChecksums(longer.array()));
    }

    private static List<Attempt> fragments() {
        return List.of(
                flags("first, more follow", "2000"),
                flags("first, do not fragment", "6000"),
                flags("second", "0001"),
                flags("second, more follow", "2001"),
                flags("that overlaps the UDP header", "0001"),
                flags("that reaches beyond 65,535 bytes", "1fff"),
                flags("reserved flag", "8000"),
                flags("reserved flag and do not fragment", "c000"),
                Attempt.of("fragment: tiny, 8 bytes of UDP", tiny("2000", "9c40ca6c 009c0000")),
                Attempt.of("fragment: tiny, half a UDP header", tiny("2000", "9c40ca6c")),
                Attempt.of("fragment: tiny, without a byte", tiny("2000", "")),
                Attempt.of("fragment: last, a byte", tiny("0001", "41")),
                Attempt.of("fragment: overlap of a TCP header", tcpFragment()));
    }

    private static Attempt flags(String name, String flags) {
        // Two of them differ in what is below only.
        byte[] frame = name.contains("overlaps") ? with(initiation(), 34, "00160016") : initiation();
        return Attempt.of("fragment: " + name, withChecksums(with(frame, FLAGS, flags)));
    }

    private static byte[] tiny(String flags, String payload) {
        return withChecksums(with(ipv4("a9fe4d01", 17, hex(payload)), FLAGS, flags));
    }

    private static byte[] tcpFragment() {
        return withChecksums(with(ipv4("c0a80101", 6, hex("00000000 5002ffff")), FLAGS, "0001"));
    }

    private static List<Attempt> sources() {
        return List.of(
                from("0.0.0.0", "00000000"),
                from("127.0.0.1", "7f000001"),
                from("the gateway", "a9fe4d01"),
                from("a neighbour", "a9fe4d03"),
                from("the provider", "c0a8010a"),
                from("the metadata service", "a9fea9fe"),
                from("the internet", "08080808"),
                from("its address in the tunnel", "0a000002"),
                from("a multicast address", "e0000001"),
                from("the broadcast address", "ffffffff"));
    }

    private static Attempt from(String whose, String address) {
        return Attempt.of("IPv4 from " + whose, withChecksums(with(initiation(), 26, address)));
    }

    private static List<Attempt> destinations() {
        return List.of(
                to("0.0.0.0", "00000000"),
                to("127.0.0.1, the provider's loopback", "7f000001"),
                to("127.0.0.53", "7f000035"),
                to("169.254.169.254, the metadata service", "a9fea9fe"),
                to("169.254.77.0", "a9fe4d00"),
                to("169.254.77.3, the link's broadcast", "a9fe4d03"),
                to("169.254.77.2, itself", "a9fe4d02"),
                to("169.254.77.6, where a neighbour could be", "a9fe4d06"),
                to("192.168.1.10, the provider in its LAN", "c0a8010a"),
                to("192.168.1.1, the provider's router", "c0a80101"),
                to("192.168.1.255, the LAN's broadcast", "c0a801ff"),
                to("10.0.0.1, the hub's inner address", "0a000001"),
                to("10.0.0.3, another VM in the tunnel", "0a000003"),
                to("172.17.0.1, a bridge of containers", "ac110001"),
                to("100.64.0.1, the provider's carrier", "64400001"),
                to("8.8.8.8, the internet", "08080808"),
                to("224.0.0.1, all hosts", "e0000001"),
                to("239.255.255.250, SSDP's group", "effffffa"),
                to("240.0.0.1, reserved", "f0000001"),
                to("255.255.255.255, everybody", "ffffffff"));
    }

    private static Attempt to(String whom, String address) {
        return Attempt.of("WireGuard to " + whom, withChecksums(with(initiation(), 30, address)));
    }
}
