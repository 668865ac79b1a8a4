package io.omerta.network.wireguard;

import org.jspecify.annotations.Nullable;

/** A checked view of one message: its type, reserved bytes and length are right, its content is not yet trusted. */
abstract sealed class Message permits HandshakeMessage, CookieReplyMessage, TransportMessage {
    final byte[] bytes;
    final int offset;
    final int length;

    Message(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** The view of {@code length} bytes at {@code offset}, or null where they are no WireGuard message. */
    static @Nullable Message parse(byte[] bytes, int offset, int length) {
        if (length < Integer.BYTES) {
            return null;
        }
        MessageType type = MessageType.of(LittleEndian.getInt(bytes, offset), length);
        if (type == null) {
            return null;
        }
        return switch (type) {
            case INITIATION -> new InitiationMessage(bytes, offset);
            case RESPONSE -> new ResponseMessage(bytes, offset);
            case COOKIE_REPLY -> new CookieReplyMessage(bytes, offset);
            case TRANSPORT -> new TransportMessage(bytes, offset, length);
        };
    }

    int intAt(int field) {
        return LittleEndian.getInt(bytes, offset + field);
    }

    byte[] copy(int field, int fieldBytes) {
        byte[] copy = new byte[fieldBytes];
        System.arraycopy(bytes, offset + field, copy, 0, fieldBytes);
        return copy;
    }
}
