package io.omerta.bench.hub;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

/** {@code RoundTrips ADDRESS PORT COUNT}: prints the median and the 99th percentile in nanoseconds, after as many to warm up. */
public final class RoundTrips {
    private static final int MESSAGE_BYTES = 64;

    private RoundTrips() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[2]);
        try (Socket socket = new Socket(arguments[0], Integer.parseInt(arguments[1]))) {
            socket.setTcpNoDelay(true);
            long[] _ = measure(socket, count);
            long[] sorted = measure(socket, count);
            Arrays.sort(sorted);
            System.out.println(sorted[count / 2] + " " + sorted[(int) (0.99 * count)]);
        }
    }

    private static long[] measure(Socket socket, int count) throws IOException {
        byte[] message = new byte[MESSAGE_BYTES];
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            socket.getOutputStream().write(message);
            int _ = socket.getInputStream().readNBytes(message, 0, MESSAGE_BYTES);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }
}
