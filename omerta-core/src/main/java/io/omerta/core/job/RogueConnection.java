package io.omerta.core.job;

/**
 * What a VM sent that was not its tunnel.
 *
 * @param protocol for example "IPv4 TCP"
 * @param destination address, with a port where there is one
 * @param firstBytes of the frame, at most 64
 * @param frameBytes how long the frame was
 * @param reason why the gate refused it
 */
public record RogueConnection(String protocol, String destination, Blob firstBytes, int frameBytes, String reason) {
    public static final int MAX_FIRST_BYTES = 64;

    public RogueConnection {
        if (firstBytes.size() > MAX_FIRST_BYTES) {
            throw new IllegalArgumentException("first bytes: " + firstBytes.size() + ", at most 64");
        }
        if (frameBytes < firstBytes.size()) {
            throw new IllegalArgumentException("frame bytes: " + frameBytes + ", less than its first bytes");
        }
    }
}
