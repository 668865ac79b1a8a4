package io.omerta.daemon;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.Identity;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Invitation;
import io.omerta.core.network.InvitationId;
import io.omerta.core.network.InvitationLink;
import io.omerta.core.network.InvitationSecret;
import io.omerta.core.network.InvitationStore;
import io.omerta.core.network.Network;
import io.omerta.core.network.NetworkId;
import io.omerta.core.network.NetworkStore;
import io.omerta.local.DaemonInvitations;
import io.omerta.network.discovery.LocalEndpoints;
import io.omerta.network.membership.InvitationService;
import io.omerta.proto.local.InvitationDetail;
import io.omerta.proto.local.InviteRequest;
import io.omerta.proto.peer.RedeemRefusal;
import io.omerta.proto.peer.RedeemResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Invitations: handing them out, and answering those who come with one. Safe for use by several threads. */
final class InvitationOperations implements DaemonInvitations, InvitationService.Desk {
    private final InvitationStore invitations;
    private final NetworkStore networks;
    private final LocalEndpoints endpoints;
    private final Identity identity;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    InvitationOperations(
            InvitationStore invitations,
            NetworkStore networks,
            LocalEndpoints endpoints,
            Identity identity,
            InstantSource time) {
        this.invitations = invitations;
        this.networks = networks;
        this.endpoints = endpoints;
        this.identity = identity;
        this.time = time;
    }

    @Override
    public InvitationDetail invite(InviteRequest request) {
        Network network = networks.resolve(request.getNetwork());
        Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
        Invitation invitation;
        try {
            invitation = new Invitation(
                    InvitationSecret.random(random),
                    network.id(),
                    now,
                    now.plusMillis(request.getLifetimeMs()).truncatedTo(ChronoUnit.SECONDS),
                    request.getUses(),
                    List.of(),
                    false);
        } catch (IllegalArgumentException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not make an invitation: " + e.getMessage(),
                    "omerta network invite --uses 5 --expires 24h",
                    e);
        }
        InvitationLink link =
                new InvitationLink(invitation.secret(), identity.peerId(), endpoints.list(), invitation.expiresAt());
        invitations.add(invitation);
        return detail(invitation).toBuilder().setLink(link.format()).build();
    }

    @Override
    public List<InvitationDetail> list(String network) {
        Optional<NetworkId> only = network.isEmpty()
                ? Optional.empty()
                : Optional.of(networks.resolve(network).id());
        return invitations.list().stream()
                .filter(invitation -> only.isEmpty() || only.get().equals(invitation.network()))
                .map(this::detail)
                .toList();
    }

    @Override
    public InvitationDetail revoke(String reference) {
        return detail(invitations.revoke(reference));
    }

    @Override
    public RedeemResponse redeem(InvitationId id, PeerId peer) {
        Optional<Network> network = invitations.find(id).flatMap(known -> networks.find(known.network()));
        if (network.isEmpty()) {
            return refused(RedeemRefusal.REDEEM_REFUSAL_REVOKED);
        }
        if (network.get().paused()) {
            return refused(RedeemRefusal.REDEEM_REFUSAL_PAUSED);
        }
        return switch (invitations.use(id, peer, time.instant())) {
            case GOOD ->
                RedeemResponse.newBuilder().setJoinLink(link(network.get())).build();
            case EXPIRED -> refused(RedeemRefusal.REDEEM_REFUSAL_EXPIRED);
            case USED_UP -> refused(RedeemRefusal.REDEEM_REFUSAL_USED_UP);
            case REVOKED -> refused(RedeemRefusal.REDEEM_REFUSAL_REVOKED);
        };
    }

    /** With this machine as the first to ask: it is there, as whoever joins has seen. */
    private String link(Network network) {
        List<Endpoint> peers = Stream.concat(
                        endpoints.list().stream().map(endpoint -> endpoint.withPeer(identity.peerId())),
                        network.creator() ? Stream.empty() : network.bootstrapPeers().stream())
                .distinct()
                .limit(Network.MAX_BOOTSTRAP_PEERS)
                .toList();
        return network.withBootstrapPeers(peers).joinLink().format();
    }

    private static RedeemResponse refused(RedeemRefusal why) {
        return RedeemResponse.newBuilder().setRefusal(why).build();
    }

    private InvitationDetail detail(Invitation invitation) {
        return InvitationDetail.newBuilder()
                .setId(invitation.id().hex())
                .setNetworkId(invitation.network().hex())
                .setNetworkName(networks.current(invitation.network())
                        .map(Network::name)
                        .orElse(""))
                .setCreatedUnixMs(invitation.createdAt().toEpochMilli())
                .setExpiresUnixMs(invitation.expiresAt().toEpochMilli())
                .setUses(invitation.uses())
                .addAllUsedBy(invitation.usedBy().stream().map(PeerId::text).toList())
                .setState(state(invitation, time.instant()))
                .build();
    }

    /** Those made under an earlier key are over: who was excluded may hold one. */
    private String state(Invitation invitation, Instant now) {
        if (invitation.revoked() || networks.find(invitation.network()).isEmpty()) {
            return "revoked";
        }
        if (!now.isBefore(invitation.expiresAt())) {
            return "expired";
        }
        return invitation.isOpen(now) ? "open" : "used up";
    }
}
