/**
 * Direct UDP between a requester and its provider, for the datagrams of a job's tunnel: used while it is proven to work, and
 * beside the {@code Tunnel} stream, which stays and carries them otherwise.
 *
 * <p>Entry: {@link io.omerta.network.path.DirectPaths}, one per daemon, with one socket. The provider makes an {@link
 * io.omerta.network.path.OfferedEnd} and tells its {@link io.omerta.network.path.PathOffer} over mutual TLS; the requester
 * makes a {@link io.omerta.network.path.SoughtEnd} of that. What is sent when, and believed, is decided in {@link
 * io.omerta.network.path.OfferedPath} and {@link io.omerta.network.path.SoughtPath}, which do no I/O. Must not know jobs,
 * gRPC, or what the datagrams hold.
 *
 * <h2>Who sends what to whom</h2>
 *
 * <pre>
 *   requester                                             provider
 *      │ ◀── over TLS: path id, UDP port, key ─────────────── │
 *      │ ─── PROBE: a fresh challenge ──────────────────────▶ │ from the host of the TLS connection, MAC, counter
 *      │ ◀── REPLY: that challenge, a fresh one of its own ── │ to where the probe came from, as long as the probe
 *      │ ─── CONFIRMATION: the provider's challenge ────────▶ │ now this very address has proved itself
 *      │ ─── PROBE ─────────────────────────────────────────▶ │
 *      │ ◀── REPLY: "proven" ──────────────────────────────── │ now the requester sends datagrams this way, too
 * </pre>
 *
 * The requester probes one address alone: the host to which the TLS connection runs, with the port that it was told over
 * that. The provider sends nothing to anybody but in answer to a probe from the host from which the TLS connection comes:
 * both hosts have proved themselves by TLS, and the probes prove the ports. Probes go on while the path is there; when they
 * are not answered, both ends go back to the stream, and the requester tells the provider so over it. They are as long as
 * the longest datagram of a tunnel: a way that drops those is no path.
 *
 * <h2>Format</h2>
 *
 * Numbers are big-endian. No message of WireGuard begins with an 'o'.
 *
 * <pre>
 *  0 | 'o' | 'p' | kind | flags    kind: 1 datagram, 2 probe, 3 reply, 4 confirmation; flags: 1 proven (of a reply)
 *  4 | path id of the receiver, chosen by it
 *
 * a datagram:
 *  8 | datagram of the tunnel, 1 to 1440 octets
 *
 * the others, 1448 octets:
 *  8 | path id of the sender
 * 12 | 0
 * 16 | counter, 8: of probes, each higher than the one before
 * 24 | challenge, 16: random, of probes and replies
 * 40 | echo, 16: the challenge of what is answered, of replies and confirmations
 * 56 | MAC, 16: HMAC-SHA256 (RFC 2104) of octets 0 to 55 under the key of the offer, its first half
 * 72 | zeros
 * </pre>
 */
@NullMarked
package io.omerta.network.path;

import org.jspecify.annotations.NullMarked;
