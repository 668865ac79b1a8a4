/**
 * How peers talk: gRPC over mutual TLS 1.3, for members of a network only.
 *
 * <p>Entry classes: {@link io.omerta.network.transport.PeerServer} to be called,
 * {@link io.omerta.network.transport.PeerConnections} to call, {@link io.omerta.network.transport.Caller} to know who calls,
 * {@link io.omerta.network.transport.TunnelStreams} for a job's datagrams, {@link io.omerta.network.transport.SignedSubmits}
 * for signed requests. Must not know jobs beyond their ids, VMs, or how peers find each other.
 *
 * <h2>Who is at the other end</h2>
 *
 * Each side shows a self-signed X.509 certificate (RFC 5280) of its identity key itself, Ed25519 (RFC 8410); the peer id
 * follows from the public key, and from nothing else. Whoever has such a certificate gets through TLS (RFC 8446), with the
 * JDK's own implementation. A caller pins the id of the peer that it means; only a bootstrap address may come without one.
 *
 * <h2>Who is a member</h2>
 *
 * Every call carries the header {@code omerta-membership-bin}, a protobuf message:
 *
 * <pre>
 *   0a 10 | request id, 16 random bytes     | field 1
 *   10    | unix time in ms, varint         | field 2
 *   1a 20 | MAC, 32 bytes                   | field 3
 *
 *   MAC = HMAC-SHA256(key, label ‖ caller id ‖ receiver id ‖ request id ‖ time, 8 bytes big-endian ‖ method)
 *   key = HKDF-SHA256 of the network key; see {@link io.omerta.core.network.MembershipProofs}
 * </pre>
 *
 * The receiver tries every network that it is in, before any message of the call is read. Whatever is wrong (no proof, a
 * malformed one, another key, peer or method, one that was used before), the answer is UNAUTHENTICATED without a word, for
 * methods that do not exist as well. A proof is good for ten minutes, once. Only if its MAC holds and the time is off, the
 * caller learns both times (FAILED_PRECONDITION).
 *
 * <h2>Signed content</h2>
 *
 * {@code Signed} is bytes and an Ed25519 signature (RFC 8032) over a label, a zero byte, and those bytes; see
 * {@link io.omerta.network.transport.SignatureLabel}.
 *
 * <h2>Use</h2>
 *
 * <pre>{@code
 * var memberships = new Memberships(networkStore::list);
 *
 * // To be called: a service finds out who calls, at the start of its methods.
 * var server = PeerServer.start(identity, memberships, List.of(new InetSocketAddress(bind, port)),
 *         List.of(lendingService, discovery.service()), InstantSource.system());
 * public void renew(RenewRequest request, StreamObserver<RenewResponse> response) {
 *     Caller caller = Caller.current();     // peerId, network, host
 *     ...
 * }
 *
 * // To call: a member of discovery, or any peer id with endpoints.
 * var connections = new PeerConnections(identity, memberships, InstantSource.system());
 * PeerChannel channel = connections.to(member.peerId(), member.endpoints(), network.id());
 * var lending = LendingGrpc.newBlockingV2Stub(channel).withDeadlineAfter(Duration.ofSeconds(10));
 * try {
 *     lending.submit(SignedSubmits.sign(identity, request, now));
 * } catch (StatusException e) {
 *     throw PeerFailure.explain("ask " + member.peerId().name() + " to run job " + id, e);
 * }
 *
 * // A provider checks what it is asked.
 * SubmitRequest request = signedSubmits.verify(signed, Caller.current());  // throws InvalidMessageException
 *
 * // Datagrams. The requester:
 * TunnelStream tunnel = TunnelStreams.open(channel, job, attempt, receiver);
 * tunnel.send(datagram);                                // never blocks; false if dropped
 * // and the provider, in its service:
 * public StreamObserver<TunnelMessage> tunnel(StreamObserver<TunnelMessage> responses) {
 *     return TunnelStreams.serve(responses, (job, attempt, stream) -> jobs.receiverOf(Caller.current(), job, stream));
 * }
 * }</pre>
 */
@NullMarked
package io.omerta.network.transport;

import org.jspecify.annotations.NullMarked;
