package io.omerta.core.network;

import io.omerta.core.identity.Base32;
import io.omerta.core.identity.PeerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The short spelling of a join link, byte by byte in the package's description. No message repeats what it says. */
final class ShortJoinLink {
    static final String PREFIX = "OMERTA://QR/";
    private static final String GARBLED = "its content is garbled";
    private static final int VERSION = 1;
    private static final int NAME = 0;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int NOBODY = 0;
    private static final int NAMED = 1;
    private static final int SAME_AS_BEFORE = 2;
    private static final int CREATOR = 3;

    private ShortJoinLink() {}

    static boolean is(String text) {
        return text.strip().toUpperCase(Locale.ROOT).startsWith(PREFIX);
    }

    static String format(JoinLink link) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.write(link.key().toBytes());
            out.writeInt((int) link.createdAt().getEpochSecond());
            writeText(out, link.name());
            out.writeByte(link.creator().isPresent() ? 1 : 0);
            if (link.creator().isPresent()) {
                out.write(link.creator().get().toBytes());
            }
            Optional<PeerId> before = Optional.empty();
            for (Endpoint endpoint : link.bootstrapPeers()) {
                write(out, endpoint, before, link.creator().map(CreatorKey::peerId));
                before = endpoint.peer();
            }
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory refused a byte", e);
        }
        return PREFIX + Base32.format(bytes.toByteArray());
    }

    private static void write(
            DataOutputStream out, Endpoint endpoint, Optional<PeerId> before, Optional<PeerId> creator)
            throws IOException {
        Optional<PeerId> peer = endpoint.peer();
        int who =
                peer.isEmpty() ? NOBODY : peer.equals(creator) ? CREATOR : peer.equals(before) ? SAME_AS_BEFORE : NAMED;
        Optional<byte[]> address = literal(endpoint.host());
        int kind = address.map(bytes -> bytes.length == 4 ? IPV4 : IPV6).orElse(NAME);
        out.writeByte((who << 4) | kind);
        if (who == NAMED) {
            out.write(peer.orElseThrow().toBytes());
        }
        if (address.isPresent()) {
            out.write(address.get());
        } else {
            writeText(out, endpoint.host());
        }
        out.writeShort(endpoint.port());
    }

    /** Empty for names, and for addresses with a zone, which is of one machine only and stays text. */
    private static Optional<byte[]> literal(String host) {
        if (host.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(host).getAddress();
            boolean same = InetAddress.ofLiteral(host).getHostAddress().equals(host);
            return same ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static JoinLink parse(String text) {
        String digits = text.replaceAll("\\s+", "");
        if (digits.length() > JoinLink.MAX_CHARACTERS) {
            throw JoinLinkText.unreadable("it is longer than " + JoinLink.MAX_CHARACTERS + " characters");
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(Base32.parse(digits.substring(PREFIX.length()))))) {
            return read(in);
        } catch (CharacterCodingException e) {
            throw JoinLinkText.unreadable(GARBLED);
        } catch (IOException e) {
            throw JoinLinkText.unreadable("it ends in the middle (a part of it was not copied)");
        } catch (IllegalArgumentException e) {
            throw JoinLinkText.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static JoinLink read(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("its version " + version + " is not known here");
        }
        NetworkKey key = NetworkKey.ofBytes(exactly(in, NetworkKey.BYTES));
        Instant created = Instant.ofEpochSecond(Integer.toUnsignedLong(in.readInt()));
        String name = readText(in);
        Optional<CreatorKey> creator = in.readUnsignedByte() == 0
                ? Optional.empty()
                : Optional.of(CreatorKey.ofBytes(exactly(in, CreatorKey.BYTES)));
        List<Endpoint> peers = new ArrayList<>();
        Optional<PeerId> before = Optional.empty();
        while (in.available() > 0) {
            Endpoint endpoint = readEndpoint(in, before, creator.map(CreatorKey::peerId));
            peers.add(endpoint);
            before = endpoint.peer();
        }
        return new JoinLink(key, name, peers, created, creator);
    }

    private static Endpoint readEndpoint(DataInputStream in, Optional<PeerId> before, Optional<PeerId> creator)
            throws IOException {
        int head = in.readUnsignedByte();
        Optional<PeerId> peer = switch (head >> 4) {
            case NOBODY -> Optional.empty();
            case NAMED -> Optional.of(PeerId.ofBytes(exactly(in, PeerId.BYTES)));
            case SAME_AS_BEFORE -> before;
            case CREATOR -> creator;
            default -> throw new IllegalArgumentException(GARBLED);
        };
        String host = switch (head & 15) {
            case NAME -> readText(in);
            case IPV4 -> InetAddress.getByAddress(exactly(in, 4)).getHostAddress();
            case IPV6 -> InetAddress.getByAddress(exactly(in, 16)).getHostAddress();
            default -> throw new IllegalArgumentException(GARBLED);
        };
        return new Endpoint(peer, host, in.readUnsignedShort());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(exactly(in, in.readUnsignedShort())))
                .toString();
    }

    private static byte[] exactly(DataInputStream in, int count) throws IOException {
        if (in.available() < count) {
            throw new EOFException();
        }
        return in.readNBytes(count);
    }
}
