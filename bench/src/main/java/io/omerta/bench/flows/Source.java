package io.omerta.bench.flows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** {@code Source PORT BYTES}: sends so many to each who asks by a byte. Says {@code ready}; runs until it is killed. */
public final class Source {
    private static final int BACKLOG = 4_096;
    private static final int CHUNK_BYTES = 16 << 10;

    private Source() {}

    public static void main(String[] arguments) throws IOException {
        int bytes = Integer.parseInt(arguments[1]);
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), BACKLOG, InetAddress.ofLiteral("127.0.0.1"))) {
            System.out.println("ready");
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, bytes));
            }
        }
    }

    private static void serve(Socket socket, int bytes) {
        try (socket) {
            byte[] chunk = new byte[CHUNK_BYTES];
            if (socket.getInputStream().read() < 0) {
                return;
            }
            for (int left = bytes; left > 0; left -= CHUNK_BYTES) {
                socket.getOutputStream().write(chunk, 0, Math.min(left, CHUNK_BYTES));
            }
        } catch (IOException e) {
            System.err.println("could not serve a download: " + e.getMessage());
        }
    }
}
