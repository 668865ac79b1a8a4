/**
 * Who a machine is: an Ed25519 key pair, the peer id that follows from it, and signatures.
 *
 * <p>Entry: {@link io.omerta.core.identity.Identity}. Keys lie in two PEM files (RFC 7468), encoded as RFC 8410 says, each
 * with exactly one possible content for a key:
 *
 * <pre>
 * private_key.pem (mode 0600)   PKCS#8, 48 bytes: 30 2e 02 01 00 30 05 06 03 2b 65 70 04 22 04 20 | 32-byte seed
 * public_key.pem                SPKI,   44 bytes: 30 2a 30 05 06 03 2b 65 70 03 21 00 | 32-byte public key
 * peer id                       lower-case base32 (RFC 4648, no padding) of SHA-256(32-byte public key): 52 characters
 * signed bytes                  label (UTF-8, no NUL) | 00 | content
 * </pre>
 *
 * Must not know networks, jobs or any transport.
 */
@NullMarked
package io.omerta.core.identity;

import org.jspecify.annotations.NullMarked;
