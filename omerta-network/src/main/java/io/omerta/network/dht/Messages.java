package io.omerta.network.dht;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.omerta.proto.dht.DhtMessage;
import io.omerta.proto.dht.DhtNodes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading and writing what goes into datagrams; see {@code dht.proto}. */
final class Messages {
    private static final int IPV4_CONTACT = NodeId.BYTES + NodeAddress.IPV4_BYTES;
    private static final int IPV6_CONTACT = NodeId.BYTES + NodeAddress.IPV6_BYTES;
    /** Of what comes from outside, whatever its size says. */
    private static final int MOST_CONTACTS = 32;

    private Messages() {}

    /** Null if it is not a message that a node could have sent. */
    static @Nullable DhtMessage parse(byte[] bytes) {
        if (bytes.length > DhtSettings.MAX_MESSAGE) {
            return null;
        }
        try {
            DhtMessage message = DhtMessage.parseFrom(bytes);
            return message.getSender().size() == NodeId.BYTES ? message : null;
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    /** Null unless there are 32 bytes. */
    static @Nullable NodeId id(ByteString bytes) {
        return bytes.size() == NodeId.BYTES ? NodeId.read(bytes.asReadOnlyByteBuffer()) : null;
    }

    static ByteString bytes(NodeId id) {
        return ByteString.copyFrom(id.toBytes());
    }

    /** Null unless it is an address and a port. */
    static @Nullable NodeAddress address(ByteString bytes) {
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        int size = buffer.remaining();
        if ((size != NodeAddress.IPV4_BYTES && size != NodeAddress.IPV6_BYTES) || buffer.getShort(size - 2) == 0) {
            return null;
        }
        return size == NodeAddress.IPV4_BYTES ? NodeAddress.readIpv4(buffer) : NodeAddress.readIpv6(buffer);
    }

    /** As many of these as fit, nearest first. */
    static DhtNodes nodes(List<KnownNode> nodes, int room) {
        // Two fields, each with a tag and a length of at most two bytes.
        int left = room - 6;
        ByteBuffer ipv4 = ByteBuffer.allocate(Math.max(0, left));
        ByteBuffer ipv6 = ByteBuffer.allocate(Math.max(0, left));
        for (KnownNode node : nodes) {
            NodeAddress address = node.contact().address();
            left -= address.isIpv4() ? IPV4_CONTACT : IPV6_CONTACT;
            if (left < 0) {
                break;
            }
            ByteBuffer to = address.isIpv4() ? ipv4 : ipv6;
            node.id().write(to);
            address.write(to);
        }
        return DhtNodes.newBuilder()
                .setIpv4(ByteString.copyFrom(ipv4.flip()))
                .setIpv6(ByteString.copyFrom(ipv6.flip()))
                .build();
    }

    /** Those that make sense; what does not is left out. */
    static List<Contact> contacts(DhtNodes nodes) {
        List<Contact> contacts = new ArrayList<>(MOST_CONTACTS);
        read(nodes.getIpv4().asReadOnlyByteBuffer(), IPV4_CONTACT, contacts);
        read(nodes.getIpv6().asReadOnlyByteBuffer(), IPV6_CONTACT, contacts);
        return contacts;
    }

    private static void read(ByteBuffer from, int each, List<Contact> contacts) {
        while (from.remaining() >= each && contacts.size() < MOST_CONTACTS) {
            NodeId id = NodeId.read(from);
            ByteBuffer address = from.slice(from.position(), each - NodeId.BYTES);
            from.position(from.position() + each - NodeId.BYTES);
            if (address.getShort(address.limit() - 2) != 0) {
                contacts.add(new Contact(
                        id, each == IPV4_CONTACT ? NodeAddress.readIpv4(address) : NodeAddress.readIpv6(address)));
            }
        }
    }

    /** Padded to that size, if it is not larger already. */
    static byte[] padded(DhtMessage.Builder message, int size) {
        message.clearPadding();
        int missing = size - message.build().getSerializedSize();
        if (missing > 3) {
            // Its tag, and its length in one byte or two.
            message.setPadding(ByteString.copyFrom(new byte[missing - (missing > 129 ? 3 : 2)]));
        }
        return message.build().toByteArray();
    }
}
