package io.omerta.consumer.policy;

/**
 * A service of the requester's that its VM may use: TCP on the hub's address and {@code port} is {@code localPort} of the
 * requester's 127.0.0.1.
 */
public record ExposedPort(int port, int localPort) {
    public ExposedPort {
        requirePort("port", port);
        requirePort("local port", localPort);
    }

    private static void requirePort(String field, int value) {
        if (value < 1 || value > 65_535) {
            throw new IllegalArgumentException("exposed " + field + ": " + value + " is not between 1 and 65535");
        }
    }
}
