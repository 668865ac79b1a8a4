package io.omerta.consumer.dns;

import io.omerta.core.address.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A question of a guest, and the answers that there are to it. */
final class DnsQuery {
    /** Fixed by RFC 1035, section 4.1.1. */
    private static final int HEADER_BYTES = 12;

    /** Without EDNS (RFC 1035, section 4.2.1), and what passes a tunnel unfragmented with it. */
    private static final int SMALLEST_LIMIT = 512;

    private static final int LARGEST_LIMIT = 1_232;

    /** More than any program tries; so many fit into the smallest answer. */
    private static final int MOST_ADDRESSES = 12;

    /** The system's resolver does not say how long an answer holds; the JDK keeps it as long. */
    private static final int TTL_SECONDS = 30;

    /** What has to be done about a question. */
    enum Kind {
        /** Somebody wants IPv4 addresses. */
        ADDRESSES,
        /** Somebody wants IPv6 addresses, of which a tunnel carries none. */
        IPV6_ADDRESSES,
        /** Somebody wants what the system's resolver does not tell. */
        OTHER,
        /** No question at all, but it may be answered. */
        BROKEN
    }

    private final Header header;
    private final @Nullable Record question;
    private final Kind kind;
    private final boolean extended;
    private final int limit;

    private DnsQuery(Header header, @Nullable Record question, Kind kind, @Nullable OPTRecord options) {
        this.header = header;
        this.question = question;
        this.kind = kind;
        this.extended = options != null;
        this.limit =
                options == null ? SMALLEST_LIMIT : Math.clamp(options.getPayloadSize(), SMALLEST_LIMIT, LARGEST_LIMIT);
    }

    /** Empty if it must not be answered: an answer itself, or not even a header. */
    static Optional<DnsQuery> parse(byte[] message) {
        // Bit 0 of the third byte: a response (RFC 1035, section 4.1.1).
        if (message.length < HEADER_BYTES || (message[2] & 0x80) != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(new Message(message)));
        } catch (IOException | RuntimeException e) {
            int id = (message[0] & 0xff) << 8 | (message[1] & 0xff);
            return Optional.of(new DnsQuery(new Header(id), null, Kind.BROKEN, null));
        }
    }

    private static DnsQuery of(Message message) {
        Header header = message.getHeader();
        Record question = message.getQuestion();
        if (question == null
                || header.getOpcode() != Opcode.QUERY
                || header.getCount(Section.QUESTION) != 1
                || question.getDClass() != DClass.IN) {
            return new DnsQuery(header, null, Kind.BROKEN, message.getOPT());
        }
        Kind kind = switch (question.getType()) {
            case Type.A -> Kind.ADDRESSES;
            case Type.AAAA -> Kind.IPV6_ADDRESSES;
            default -> Kind.OTHER;
        };
        return new DnsQuery(header, question, kind, message.getOPT());
    }

    Kind kind() {
        return kind;
    }

    /** The name asked for, if a machine can have it. */
    Optional<String> host() {
        try {
            return question == null ? Optional.empty() : Optional.of(Destination.canonicalName(said()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name as the guest says it, with what is not printable written as numbers. */
    String said() {
        return question == null ? "" : question.getName().toString(true);
    }

    /** The question was refused by policy. */
    byte[] refused() {
        return answer(Rcode.REFUSED, List.of());
    }

    byte[] noSuchName() {
        return answer(Rcode.NXDOMAIN, List.of());
    }

    /** Too much at a time; asked again later, there may be an answer. */
    byte[] busy() {
        return answer(Rcode.SERVFAIL, List.of());
    }

    byte[] notImplemented() {
        return answer(Rcode.NOTIMP, List.of());
    }

    byte[] malformed() {
        return answer(Rcode.FORMERR, List.of());
    }

    /** @param addresses of IPv4; the first ones are told */
    byte[] addresses(List<InetAddress> addresses) {
        return answer(Rcode.NOERROR, addresses);
    }

    private byte[] answer(int code, List<InetAddress> addresses) {
        Message answer = new Message(header.getID());
        Header ours = answer.getHeader();
        ours.setFlag(Flags.QR);
        ours.setFlag(Flags.RA);
        if (header.getFlag(Flags.RD)) {
            ours.setFlag(Flags.RD);
        }
        ours.setRcode(code);
        if (question != null) {
            answer.addRecord(question, Section.QUESTION);
            for (InetAddress address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
                answer.addRecord(new ARecord(question.getName(), DClass.IN, TTL_SECONDS, address), Section.ANSWER);
            }
        }
        if (extended) {
            answer.addRecord(new OPTRecord(LARGEST_LIMIT, 0, 0), Section.ADDITIONAL);
        }
        return answer.toWire(limit);
    }
}
