package io.omerta.consumer.hub;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.consumer.dns.Lookups;
import io.omerta.consumer.dns.NameConversation;
import io.omerta.consumer.dns.NameResolver;
import io.omerta.consumer.dns.NameService;
import io.omerta.consumer.files.FileService;
import io.omerta.consumer.policy.Outside;
import io.omerta.consumer.policy.VpnPolicy;
import io.omerta.consumer.stream.StreamService;
import io.omerta.core.address.AddressBlock;
import io.omerta.core.address.Destination;
import io.omerta.core.config.HubRange;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.network.neighbourhood.Neighbourhood;
import io.omerta.network.tcpip.EventLoop;
import io.omerta.network.tcpip.TurnListener;
import io.omerta.network.tcpip.UserSpaceNetwork;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.stack.StackConfig;
import io.omerta.network.tcpip.wire.IpAddress;
import io.omerta.network.tcpip.wire.Ipv4Address;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.DeviceConfig;
import io.omerta.network.wireguard.PeerConfig;
import io.omerta.network.wireguard.PresharedKey;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import io.omerta.network.wireguard.Received;
import io.omerta.network.wireguard.WireGuardDevice;
import io.omerta.network.wireguard.workers.BatchingDevice;
import io.omerta.network.wireguard.workers.CipherWorkers;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub of this machine's VMs, one per daemon. {@link #open} and {@link #close} may be called from any thread; WireGuard and
 * TCP/IP run on one event loop; where there are processors to spare, other threads help it with the cipher.
 */
public final class VpnHub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VpnHub.class);

    private final SecureRandom random = new SecureRandom();
    private final EventLoop loop;
    private final HubRange range;
    private final AddressBlock tunnels;
    private final Neighbourhood neighbourhood;
    private final Lookups lookups;
    private final IpAddress address;

    /** On the loop's thread only. An endpoint is the lease whose datagrams a peer's come in. */
    private final BatchingDevice<HubLease> wireGuard;

    private final CipherWorkers workers = CipherWorkers.start(
            "omerta-cipher", CipherWorkers.suitable(Runtime.getRuntime().availableProcessors()));

    private final PublicKey publicKey;
    private final UserSpaceNetwork network;
    private final Map<IpAddress, HubLease> leases = new ConcurrentHashMap<>();
    private final TurnListener timers = new Timers();

    /** To which something was sent in this turn; on the loop's thread only. */
    private final List<HubLease> unflushed = new ArrayList<>();

    @GuardedBy("this")
    private final GuestAddresses addresses;

    @GuardedBy("this")
    private boolean closed;

    private VpnHub(HubRange range, Neighbourhood neighbourhood, NameResolver resolver, Instant now) {
        this.loop = EventLoop.start("omerta-hub");
        this.range = range;
        this.tunnels = AddressBlock.parse(range.toString());
        this.neighbourhood = neighbourhood;
        this.lookups = Lookups.with(resolver);
        this.addresses = new GuestAddresses(range);
        this.address = new Ipv4Address(range.hubAddress());
        PrivateKey key = PrivateKey.generate(random);
        this.publicKey = key.publicKey();
        DeviceConfig<HubLease> config =
                new DeviceConfig<>(key, lease -> lease.job().toBytes(), random, GuestTunnel.MTU);
        WireGuardDevice<HubLease> device = new WireGuardDevice<>(config, now, loop.now());
        this.wireGuard = new BatchingDevice<>(device, GuestTunnel.MTU, workers, HubLease::transmit, this::onReceived);
        StackConfig stack = StackConfig.of(GuestTunnel.MTU, address);
        this.network = UserSpaceNetwork.on(loop, stack, this::decide, this::toGuest);
        loop.join(timers);
    }

    /**
     * Starts a hub with a key of its own; no VM is in it.
     *
     * @param neighbourhood networks that no VM reaches unless a policy names them
     * @param resolver asked for names that policies allow
     * @param now the time of day
     */
    public static VpnHub start(HubRange range, Neighbourhood neighbourhood, NameResolver resolver, Instant now) {
        return new VpnHub(range, neighbourhood, resolver, now);
    }

    /**
     * Refuses a policy that cannot be kept here.
     *
     * @throws OmertaException {@code INVALID_INPUT} if it names addresses that the tunnels have, or IPv6
     */
    public void check(VpnPolicy policy) {
        for (Destination allowed : policy.allowed()) {
            if (allowed instanceof Destination.Addresses rule) {
                check(rule);
            }
        }
    }

    private void check(Destination.Addresses rule) {
        AddressBlock block = rule.block();
        if (block.first() instanceof Inet6Address) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not allow " + block + ": virtual machines speak IPv4 only",
                    "name the machine instead, or its IPv4 address");
        }
        if (rule.names(block.first()) && block.overlaps(tunnels)) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not allow " + block + ": " + tunnels + " is the range of the tunnels",
                    "set \"hub\": {\"range\": \"10.77.0.0/16\"} in config.json, or another range that you do not use");
        }
    }

    /**
     * Makes a place for a job's VM.
     *
     * @throws io.omerta.core.error.OmertaException {@code EXHAUSTED} if no address is left, {@code INVALID_INPUT} if
     *     the flow log cannot be written
     */
    public synchronized HubLease open(JobId job, VpnPolicy policy) {
        if (closed) {
            throw new IllegalStateException("VPN hub: closed");
        }
        FlowRecord record = new FlowRecord(policy.flowLog().map(VpnHub::log));
        try {
            return open(job, policy, addresses.take(), record);
        } catch (OmertaException e) {
            record.close();
            throw e;
        }
    }

    private HubLease open(JobId job, VpnPolicy policy, int guest, FlowRecord record) {
        GuestTunnel tunnel = new GuestTunnel(
                PrivateKey.generate(random),
                publicKey,
                PresharedKey.generate(random),
                HubRange.format(guest),
                HubRange.format(range.hubAddress()),
                GuestTunnel.MTU);
        FileService files =
                new FileService(policy.folders().served(), policy.folders().collected(), job.toString());
        HubLease lease = new HubLease(this, job, tunnel, flows(policy, record, files), record, files);
        leases.put(new Ipv4Address(guest), lease);
        loop.execute(() -> wireGuard.device().addPeer(loop.now(), peer(lease)));
        return lease;
    }

    private static FlowLog log(Path file) {
        try {
            return FlowLog.open(file);
        } catch (IOException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not write the flow log " + file + ": " + e.getMessage(),
                    "name another file: --flow-log FILE",
                    e);
        }
    }

    private JobFlows flows(VpnPolicy policy, FlowRecord record, FileService files) {
        Outside outside = new Outside(policy, tunnels, neighbourhood);
        NameService names = new NameService(outside, lookups, loop, record);
        return new JobFlows(
                policy,
                address,
                outside,
                names,
                new StreamService("omerta-dns", new NameConversation(names, loop), loop),
                new StreamService("omerta-files", files, loop));
    }

    private static PeerConfig<HubLease> peer(HubLease lease) {
        GuestTunnel tunnel = lease.tunnel();
        AllowedIp guest = AllowedIp.parse(tunnel.guestAddress());
        return PeerConfig.<HubLease>of(lease.guestKey(), guest).withPresharedKey(tunnel.presharedKey());
    }

    /** Once for each lease; the work is done on the loop, behind what the lease itself has queued there. */
    void release(HubLease lease) {
        Ipv4Address guest = (Ipv4Address) IpAddress.parse(lease.tunnel().guestAddress());
        leases.remove(guest, lease);
        network.endFlowsOf(guest);
        loop.execute(() -> {
            wireGuard.device().removePeer(lease.guestKey());
            lease.tunnel().close();
            giveBack(guest);
        });
    }

    private synchronized void giveBack(Ipv4Address guest) {
        addresses.giveBack(guest.bits());
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    /** On the loop's thread. */
    void flushLater(HubLease lease) {
        unflushed.add(lease);
    }

    /** On the loop's thread; {@link #openGathered} follows. */
    void onDatagram(HubLease lease, byte[] datagram) {
        wireGuard.receive(loop.now(), lease, ByteBuffer.wrap(datagram));
    }

    /** On the loop's thread. */
    void openGathered() {
        wireGuard.open(loop.now());
    }

    private void onReceived(HubLease lease, Received received) {
        switch (received) {
            case Received.Packet packet when isOwn(lease, packet.peer()) -> network.deliver(packet.ipPacket());
            case Received.Packet packet -> refuseForeign(lease, packet.peer());
            case Received.Keepalive keepalive
            when !isOwn(lease, keepalive.peer()) -> refuseForeign(lease, keepalive.peer());
            case Received.Handshake handshake
            when !isOwn(lease, handshake.peer()) -> refuseForeign(lease, handshake.peer());
            case Received.Keepalive _, Received.Handshake _, Received.Cookie _, Received.Dropped _ -> {}
        }
    }

    private static boolean isOwn(HubLease lease, PublicKey peer) {
        return lease.guestKey().equals(peer);
    }

    // One job's provider has got hold of another's datagrams: the way of the other job's VM stays where it was.
    private void refuseForeign(HubLease lease, PublicKey peer) {
        LOG.warn("dropped a datagram of another job's VM that came by way of job {}", lease.job());
        leases.values().stream()
                .filter(other -> isOwn(other, peer))
                .findFirst()
                .ifPresent(owner -> wireGuard.device().setEndpoint(peer, owner));
    }

    private Verdict decide(FlowRequest request) {
        return Optional.ofNullable(leases.get(request.source()))
                .map(lease -> lease.decide(request))
                .orElse(new Verdict.Reset("no job has this address"));
    }

    private void toGuest(ByteBuffer packet) {
        wireGuard.send(loop.now(), packet);
    }

    /** Ends all flows, wipes all keys, stops the thread. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        leases.values().forEach(HubLease::close);
        lookups.close();
        network.close();
        loop.execute(() -> {
            loop.leave(timers);
            wireGuard.close();
        });
        loop.close();
        workers.close();
    }

    /** Drives the device's timers, and sends what a turn has gathered: it comes after the network, whose packets are part of that. */
    private final class Timers implements TurnListener {
        @Override
        public void endOfTurn(long nowNanos) {
            wireGuard.seal();
            wireGuard.device().tick(nowNanos, HubLease::transmit);
            unflushed.forEach(HubLease::flush);
            unflushed.clear();
        }

        @Override
        public long nextDeadline() {
            return wireGuard.device().nextDeadline().orElse(Long.MAX_VALUE);
        }
    }
}
