package io.omerta.provider.gate;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Judges the frames of one VM and wraps the datagrams that are sent to it.
 *
 * <p>The only thing it remembers is the UDP port from which the guest's WireGuard sends. One gate belongs to one VM.
 * {@link #judge} may be called by one thread and {@link #wrap} by another.
 */
public final class FrameGate {
    private static final int UNKNOWN_PORT = 0;

    private final long guestMac;
    private final byte[] arpReply;

    /** Written by the judging thread only. */
    private volatile int guestPort = UNKNOWN_PORT;

    /** @param guestMac the VM's own address, the first of its 6 bytes the most significant */
    public FrameGate(long guestMac) {
        this.guestMac = guestMac;
        arpReply = ArpRequest.reply(guestMac);
    }

    /**
     * Total: any bytes get a verdict, none an exception.
     *
     * @param frame as the VM sent it, without check sequence; the verdict keeps a view of it
     */
    public Verdict judge(byte[] frame) {
        String problem = LinkHeader.problem(frame, guestMac);
        if (problem != null) {
            return rogue(frame, problem);
        }
        return switch (Octets.u16(frame, GuestLink.AT_ETHERTYPE)) {
            case GuestLink.ETHERTYPE_ARP -> judgeArp(frame);
            case GuestLink.ETHERTYPE_IPV4 -> judgeIpv4(frame);
            default -> rogue(frame, "only the tunnel may leave a VM");
        };
    }

    /**
     * A frame for the guest with this datagram of the requester, whose word is not trusted either.
     *
     * @return empty when the bytes are no WireGuard message, or while the guest has not sent one itself: before, nothing
     *     listens there
     */
    public Optional<byte[]> wrap(byte[] datagram) {
        int port = guestPort;
        if (port == UNKNOWN_PORT || WireGuardMessages.problem(datagram, 0, datagram.length) != null) {
            return Optional.empty();
        }
        return Optional.of(TunnelFrame.wrap(datagram, guestMac, port));
    }

    private Verdict judgeArp(byte[] frame) {
        String problem = ArpRequest.problem(frame, guestMac);
        return problem == null
                ? new Verdict.Answer(ByteBuffer.wrap(arpReply).asReadOnlyBuffer())
                : rogue(frame, problem);
    }

    private Verdict judgeIpv4(byte[] frame) {
        String problem = TunnelFrame.problem(frame);
        if (problem != null) {
            return rogue(frame, problem);
        }
        int port = TunnelFrame.sourcePort(frame);
        if (guestPort == UNKNOWN_PORT) {
            guestPort = port;
        }
        if (port != guestPort) {
            return rogue(frame, "source port " + port + ", the tunnel's is " + guestPort);
        }
        int length = frame.length - GuestLink.AT_DATAGRAM;
        return new Verdict.Pass(
                ByteBuffer.wrap(frame).slice(GuestLink.AT_DATAGRAM, length).asReadOnlyBuffer());
    }

    private static Verdict rogue(byte[] frame, String reason) {
        return new Verdict.Rogue(RogueFrame.describe(frame, reason));
    }
}
