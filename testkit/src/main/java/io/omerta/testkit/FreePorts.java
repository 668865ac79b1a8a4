package io.omerta.testkit;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for programs that are told which one to use, and ports where nobody is. */
public final class FreePorts {
    /**
     * Below those that Linux gives to whoever asks for any (from 32,768 on, {@code ip_local_port_range}): such a one could be given
     * to somebody else before it is used.
     */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    private FreePorts() {}

    /** One that nobody uses now, neither by TCP nor by UDP. */
    public static int any() {
        int port = candidate();
        while (!isFree(port)) {
            port = candidate();
        }
        return port;
    }

    private static int candidate() {
        return FIRST + ThreadLocalRandom.current().nextInt(COUNT);
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port);
                DatagramSocket _ = new DatagramSocket(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
