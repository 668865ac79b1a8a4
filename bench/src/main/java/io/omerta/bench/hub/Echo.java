package io.omerta.bench.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** {@code Echo PORT}: sends back what it gets, on the wire and on the loopback. Says {@code ready}; runs until it is killed. */
public final class Echo {
    private Echo() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.ofLiteral("0.0.0.0"))) {
            System.out.println("ready");
            while (true) {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            byte[] bytes = new byte[4_096];
            for (int count = socket.getInputStream().read(bytes);
                    count > 0;
                    count = socket.getInputStream().read(bytes)) {
                socket.getOutputStream().write(bytes, 0, count);
            }
        } catch (IOException e) {
            System.err.println("could not go on: " + e.getMessage());
        }
    }
}
