/**
 * Networks: their keys, the link that lets somebody join, the proof of being a member, and the list of those that this
 * machine is in.
 *
 * <p>Entry: {@link io.omerta.core.network.NetworkStore}, {@link io.omerta.core.network.JoinLink} and
 * {@link io.omerta.core.network.InvitationStore}. Formats:
 *
 * <pre>
 * network key   32 random bytes
 * network id    SHA-256("omerta network id v1" | 00 | network key), written as 64 hex digits
 * proof key     HKDF-SHA256 (RFC 5869; no salt, info "omerta membership proof v1", 32 bytes) of the network key
 * proof         HMAC-SHA256 under the proof key over
 *               "omerta membership v1" | 00 | caller id (52) | receiver id (52) | request id (16) | unix time ms (8, big
 *               endian) | full name of the method (UTF-8, to the end)
 * join link     "omerta://join/" base64url(JSON {"network_key": base64 of 32 bytes, "network_name": text,
 *               "bootstrap_peers": [endpoint …], "created_at": RFC 3339, "creator": base64 of 32 bytes}); the creator may be
 *               missing
 * short link    "OMERTA://QR/" base32(01 | network key (32) | created at, unix time s (4) | name | 00, or 01 and the creator's
 *               key (32) | peers to the end); a text is its length (2) and UTF-8; a peer is
 *               who (high nibble: 0 nobody named, 1 an id (32) follows, 2 as before, 3 the creator) and kind (low: 0 name,
 *               1 IPv4, 2 IPv6) | id | text, 4 or 16 bytes | port (2); numbers big endian
 * invitation    32 random bytes
 * its id        the first 8 bytes of SHA-256("omerta invitation id v1" | 00 | invitation), written as 16 hex digits
 * its proof     as that of a membership, under HKDF-SHA256 (no salt, info "omerta invitation proof v1", 32 bytes) of it
 * its link      "omerta://invite/" base64url(JSON {"invitation": base64 of 32 bytes, "inviter": peer id, "endpoints":
 *               [endpoint …], "expires_at": RFC 3339}): not the network's key, nor its name
 * rotation      content "." signature, both in base64; the signature is the creator's under the label "omerta rotation v1" of
 *               01 | network id before (32) | after (32) | issued (8) | end of the grace period (8; both unix time ms) |
 *               creator's key (32) | count (4) | peer ids that get the new key (32 each, decoded); numbers big endian
 * endpoint      [peer id "@"] host ":" port, an IPv6 address in brackets
 * </pre>
 *
 * Must not know how peers talk, nor open a socket.
 */
@NullMarked
package io.omerta.core.network;

import org.jspecify.annotations.NullMarked;
