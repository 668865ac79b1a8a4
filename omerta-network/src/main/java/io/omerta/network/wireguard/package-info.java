/**
 * The WireGuard protocol, whole, as a core without I/O: no thread, socket, clock or randomness inside.
 *
 * <p>Entry class: {@link io.omerta.network.wireguard.WireGuardDevice}. The caller passes in what arrived (datagrams
 * from the outside, IP packets from the inside, the time) and gets back what is to be sent, what is to be delivered
 * and when to call again. Sources: Donenfeld, <i>WireGuard: Next Generation Kernel Network Tunnel</i> (sections 5 and
 * 6), and the Noise Protocol Framework, revision 34, pattern {@code Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s}.
 *
 * <p>The package must not know: sockets, Omerta's paths and peers (an endpoint is an opaque type parameter), the TCP/IP
 * stack behind it.
 *
 * <h2>Wire format</h2>
 *
 * Integers are little endian. Reserved bytes are zero. Every length below is checked before a byte is read.
 *
 * <p>Message 1, initiator to responder (paper, section 5.4.2), 148 bytes:
 *
 * <pre>
 *   0     1            4              8
 *   +-----+------------+--------------+
 *   | 1   | reserved 3 | sender index |
 *   +-----+------------+--------------+
 *   8 | ephemeral, 32                       X25519 public key, in clear
 *  40 | static, 32 + 16                     sealed with a key from DH(ephemeral, static)
 *  88 | timestamp, 12 + 16                  TAI64N, sealed with a key from DH(static, static)
 * 116 | mac1, 16                            MAC(HASH("mac1----" || responder's key), bytes 0..115)
 * 132 | mac2, 16                            MAC(cookie, bytes 0..131), or zero
 * </pre>
 *
 * Message 2, responder to initiator (section 5.4.3), 92 bytes:
 *
 * <pre>
 *   0     1            4              8                12
 *   +-----+------------+--------------+----------------+
 *   | 2   | reserved 3 | sender index | receiver index |
 *   +-----+------------+--------------+----------------+
 *  12 | ephemeral, 32
 *  44 | nothing, 0 + 16                     sealed; proves the keys and the pre-shared key
 *  60 | mac1, 16
 *  76 | mac2, 16
 * </pre>
 *
 * Message 3, cookie reply under load (section 5.4.7), 64 bytes:
 *
 * <pre>
 *   0     1            4                8
 *   +-----+------------+----------------+
 *   | 3   | reserved 3 | receiver index |
 *   +-----+------------+----------------+
 *   8 | nonce, 24
 *  32 | cookie, 16 + 16                     XChaCha20-Poly1305, with the mac1 that is answered as additional data
 * </pre>
 *
 * Message 4, transport data (section 5.4.6), at least 32 bytes:
 *
 * <pre>
 *   0     1            4                8            16
 *   +-----+------------+----------------+------------+
 *   | 4   | reserved 3 | receiver index | counter, 8 |
 *   +-----+------------+----------------+------------+
 *  16 | packet, n + 16                      an IP packet and zeros up to a multiple of 16, or nothing (keepalive)
 * </pre>
 */
@NullMarked
package io.omerta.network.wireguard;

import org.jspecify.annotations.NullMarked;
