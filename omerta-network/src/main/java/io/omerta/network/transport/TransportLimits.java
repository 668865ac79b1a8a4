package io.omerta.network.transport;

import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import java.time.Duration;

/** The numbers of the transport, with their reasons. */
final class TransportLimits {
    /** A job's 16 MiB of program, its arguments and environment, and room for the rest. */
    static final int MAX_MESSAGE_BYTES = 24 << 20;

    /** Far more than the proof needs. */
    static final int MAX_METADATA_BYTES = 8 << 10;

    /** Keeps 500 Mbit/s going over a round trip of 130 ms. */
    static final int FLOW_WINDOW_BYTES = 8 << 20;

    /** A peer that says nothing for this long is asked whether it is there (the least that gRPC allows) … */
    static final Duration KEEPALIVE_TIME = Duration.ofSeconds(10);

    /** … and has this long to answer: a dead peer is noticed in 14 s, of the 15 that are promised. */
    static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(4);

    /** Peers may ask this often; they ask every {@link #KEEPALIVE_TIME}. */
    static final Duration KEEPALIVE_PERMITTED = Duration.ofSeconds(5);

    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);

    /** A connection without a call: discovery makes one every 10 s. */
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    /** Of one peer: two streams for each of a full queue of jobs, and their renewals. */
    static final int MAX_CALLS_FOR_EACH_PEER = 512;

    static final int MAX_CONNECTIONS_FOR_EACH_PEER = 16;

    /** Nothing is unpacked: a few bytes could become very many. */
    static final DecompressorRegistry UNCOMPRESSED =
            DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, true);

    private TransportLimits() {}
}
