package io.omerta.provider;

import io.omerta.core.address.AddressBlock;
import io.omerta.core.address.Destination;
import io.omerta.core.identity.PeerId;
import io.omerta.core.job.Blob;
import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.network.NetworkId;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.network.message.JobIdMessages;
import io.omerta.network.message.JobSpecMessages;
import io.omerta.network.transport.Caller;
import io.omerta.proto.peer.SubmitRequest;
import io.omerta.proto.peer.VpnConfiguration;
import io.omerta.vm.agent.VpnSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a requester asks of this machine, checked.
 *
 * @param server of WireGuard, if it is not the requester's hub
 */
record Submission(
        JobId id,
        int attempt,
        PeerId requester,
        NetworkId network,
        JobSpec job,
        VpnSettings vpn,
        Optional<InetSocketAddress> server) {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /**
     * Reads a request whose signature was verified.
     *
     * @throws InvalidMessageException for anything that the domain does not allow
     */
    static Submission read(SubmitRequest request, Caller caller) throws InvalidMessageException {
        if (request.getAttempt() < 1) {
            throw new InvalidMessageException("attempt", "not between 1 and 2^31");
        }
        return new Submission(
                JobIdMessages.fromProto(request.getJobId()),
                request.getAttempt(),
                caller.peerId(),
                caller.network(),
                JobSpecMessages.fromProto(request.getJob()),
                vpn(request.getVpn()),
                server(request.getVpn().getServer()));
    }

    private static VpnSettings vpn(VpnConfiguration message) throws InvalidMessageException {
        Blob presharedKey = Blob.copyOf(message.getPresharedKey().toByteArray());
        Inet4Address guest = address("vpn.guest_address", message.getGuestAddress());
        Inet4Address hub = address("vpn.hub_address", message.getHubAddress());
        try {
            List<AddressBlock> allowed =
                    message.getAllowedList().stream().map(AddressBlock::parse).toList();
            return new VpnSettings(
                    Blob.copyOf(message.getGuestPrivateKey().toByteArray()),
                    Blob.copyOf(message.getHubPublicKey().toByteArray()),
                    presharedKey.size() == 0 ? Optional.empty() : Optional.of(presharedKey),
                    guest,
                    hub,
                    message.getMtu(),
                    allowed,
                    Duration.ofSeconds(Integer.toUnsignedLong(message.getKeepaliveS())));
        } catch (IllegalArgumentException e) {
            throw new InvalidMessageException("vpn", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<InetSocketAddress> server(String text) throws InvalidMessageException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Destination.parse(text) instanceof Destination.Addresses addresses
                    && addresses
                            .block()
                            .equals(AddressBlock.of(addresses.block().first()))
                    && addresses.port().isPresent()) {
                return Optional.of(new InetSocketAddress(
                        addresses.block().first(), addresses.port().getAsInt()));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidMessageException("vpn.server", String.valueOf(e.getMessage()));
        }
        throw new InvalidMessageException("vpn.server", "not an address and a port");
    }

    private static Inet4Address address(String field, String text) throws InvalidMessageException {
        Matcher matcher = IPV4.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidMessageException(field, "not an IPv4 address");
        }
        byte[] octets = new byte[4];
        for (int i = 0; i < octets.length; i++) {
            int octet = Integer.parseInt(matcher.group(i + 1));
            if (octet > 255) {
                throw new InvalidMessageException(field, "not an IPv4 address");
            }
            octets[i] = (byte) octet;
        }
        try {
            return (Inet4Address) InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }
}
