package io.omerta.network.dht;

import java.time.Duration;

/**
 * The parameters of an overlay.
 *
 * @param bucketSize k: nodes in a bucket, and holders of a record
 * @param parallelism alpha: how many nodes one lookup asks at a time; at least one on each path
 * @param paths into how many disjoint paths a lookup divides whom it asks; no node is on two of them
 * @param refresh a bucket in which nothing was looked up for so long is looked into
 * @param perSubnet nodes of one public subnet in a bucket, at most
 */
public record DhtSettings(int bucketSize, int parallelism, int paths, Duration refresh, int perSubnet) {
    /** Of a datagram, seal included: what every path carries in one piece, IPv6's least MTU less headers and some tunnels. */
    public static final int MAX_DATAGRAM = 1_200;

    /** What sealing adds. */
    public static final int SEAL_BYTES = 40;

    /** Of a message before it is sealed. */
    public static final int MAX_MESSAGE = MAX_DATAGRAM - SEAL_BYTES;

    public static final int MAX_VALUE = 960;
    public static final int MAX_STATUS = 64;

    public static final DhtSettings DEFAULT = new DhtSettings(20, 3, 5, Duration.ofHours(1), 3);

    /** The defaults but for these two. */
    public static DhtSettings of(int bucketSize, int parallelism) {
        return new DhtSettings(
                bucketSize, parallelism, Math.min(DEFAULT.paths(), bucketSize), DEFAULT.refresh(), DEFAULT.perSubnet());
    }

    public DhtSettings {
        if (bucketSize < 1 || parallelism < 1 || paths < 1 || paths > bucketSize || perSubnet < 1) {
            throw new IllegalArgumentException("settings: less than 1, or more paths than nodes in a bucket");
        }
    }
}
