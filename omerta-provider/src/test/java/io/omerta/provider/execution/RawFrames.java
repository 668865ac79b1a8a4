package io.omerta.provider.execution;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Programs of a guest's root that put whole frames on its link. */
final class RawFrames {
    private static final int MTU_FRAME_BYTES = 1514;

    /** Waits for ever then: what ends it is the gate. */
    private static final String SEND = """
        import _socket, sys
        link = _socket.socket(_socket.AF_PACKET, _socket.SOCK_RAW, 0)
        link.bind(("eth0", 0))
        for frame in sys.argv[1:]:
            link.send(bytes.fromhex(frame))
        print("sent", flush=True)
        link.recv(1)
        """;

    /** Sends the one frame again and again, and ends. */
    private static final String REPEAT = """
        import _socket, sys
        link = _socket.socket(_socket.AF_PACKET, _socket.SOCK_RAW, 0)
        link.bind(("eth0", 0))
        frame = bytes.fromhex(sys.argv[2])
        for i in range(int(sys.argv[1])):
            link.send(frame)
        """;

    private RawFrames() {}

    /** Sends the frame that often, as fast as it goes. */
    static List<String> repeating(int times, byte[] frame) {
        return List.of(
                "as-root",
                "python3",
                "-I",
                "-S",
                "-c",
                REPEAT,
                Integer.toString(times),
                HexFormat.of().formatHex(frame));
    }

    /** Sends the frames, one after the other. */
    static List<String> sending(List<byte[]> frames) {
        List<String> argv = new ArrayList<>(List.of("as-root"));
        if (frames.stream().anyMatch(frame -> frame.length > MTU_FRAME_BYTES)) {
            argv.addAll(List.of("sh", "-c", "ip link set eth0 mtu 30000 && exec \"$@\"", "sh"));
        }
        // Nothing but what is needed: each import costs an emulated guest milliseconds.
        argv.addAll(List.of("python3", "-I", "-S", "-c", SEND));
        frames.forEach(frame -> argv.add(HexFormat.of().formatHex(frame)));
        return argv;
    }
}
