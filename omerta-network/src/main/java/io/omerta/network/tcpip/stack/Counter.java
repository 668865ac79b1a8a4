package io.omerta.network.tcpip.stack;

/** What a stack counts. */
public enum Counter {
    /** Packets from guests. */
    PACKETS_IN,
    /** Bytes of packets from guests. */
    BYTES_IN,
    /** Packets to guests. */
    PACKETS_OUT,
    /** Bytes of packets to guests. */
    BYTES_OUT,
    /** Packets that a parser refused. */
    MALFORMED,
    /** Packets with an address that no guest may use, or that nobody answers. */
    MARTIAN,
    /** Fragments that could not become part of a packet. */
    FRAGMENTS_DROPPED,
    /** Packets that were lost because the network's thread did not keep up. */
    OVERRUN,
    /** Flows that a service took. */
    FLOWS_BEGUN,
    /** Flows that the policy refused or dropped. */
    FLOWS_DENIED,
    /** Flows refused because the guest has too many. */
    FLOWS_OVER_LIMIT,
    /** Flows refused because the policy or a service threw an exception. */
    FAULTS,
    /** Flows that are over. */
    FLOWS_ENDED,
    /** Resets sent for segments of no flow. */
    RESETS,
    /** ICMP errors sent. */
    ICMP_ERRORS,
    /** ICMP errors not sent because there were too many. */
    ICMP_ERRORS_LIMITED,
    /** Datagrams for a guest that no packet can hold. */
    DATAGRAMS_TOO_BIG
}
