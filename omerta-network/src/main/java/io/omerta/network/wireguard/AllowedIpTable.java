package io.omerta.network.wireguard;

import org.jspecify.annotations.Nullable;

/** Which peer an address belongs to: two binary tries, the longest prefix wins. A look-up makes no garbage. */
final class AllowedIpTable<V> {
    private final Node<V> ipv4 = new Node<>();
    private final Node<V> ipv6 = new Node<>();

    /** Who holds exactly this range. */
    @Nullable
    V holder(AllowedIp range) {
        byte[] address = range.address().getAddress();
        Node<V> node = root(range.isIpv4());
        for (int bit = 0; bit < range.prefixLength() && node != null; bit++) {
            node = node.child(bitAt(address, 0, bit));
        }
        return node == null ? null : node.value;
    }

    void put(AllowedIp range, V value) {
        byte[] address = range.address().getAddress();
        Node<V> node = root(range.isIpv4());
        for (int bit = 0; bit < range.prefixLength(); bit++) {
            node = node.childOrNew(bitAt(address, 0, bit));
        }
        node.value = value;
    }

    void remove(AllowedIp range) {
        remove(root(range.isIpv4()), range.address().getAddress(), 0, range.prefixLength());
    }

    @Nullable
    V bySource(IpPacket packet) {
        return lookUp(packet.isIpv4(), packet.bytes(), packet.sourceOffset());
    }

    @Nullable
    V byDestination(IpPacket packet) {
        return lookUp(packet.isIpv4(), packet.bytes(), packet.destinationOffset());
    }

    private @Nullable V lookUp(boolean isIpv4, byte[] bytes, int offset) {
        Node<V> node = root(isIpv4);
        V best = node.value;
        int bits = Byte.SIZE * (isIpv4 ? IpPacket.IPV4_ADDRESS_BYTES : IpPacket.IPV6_ADDRESS_BYTES);
        for (int bit = 0; bit < bits; bit++) {
            node = node.child(bitAt(bytes, offset, bit));
            if (node == null) {
                break;
            }
            best = node.value == null ? best : node.value;
        }
        return best;
    }

    /** Takes the value out below {@code node}, and the nodes that then hold nothing. */
    private static <V> void remove(Node<V> node, byte[] address, int bit, int prefixLength) {
        if (bit == prefixLength) {
            node.value = null;
            return;
        }
        boolean one = bitAt(address, 0, bit);
        Node<V> child = node.child(one);
        if (child != null) {
            remove(child, address, bit + 1, prefixLength);
            node.dropIfEmpty(one, child);
        }
    }

    private Node<V> root(boolean isIpv4) {
        return isIpv4 ? ipv4 : ipv6;
    }

    private static boolean bitAt(byte[] bytes, int offset, int bit) {
        return (bytes[offset + (bit >>> 3)] & (0x80 >>> (bit & 7))) != 0;
    }

    private static final class Node<V> {
        private @Nullable Node<V> zero;
        private @Nullable Node<V> one;
        private @Nullable V value;

        @Nullable
        Node<V> child(boolean bit) {
            return bit ? one : zero;
        }

        Node<V> childOrNew(boolean bit) {
            Node<V> child = child(bit);
            if (child == null) {
                child = new Node<>();
                set(bit, child);
            }
            return child;
        }

        void dropIfEmpty(boolean bit, Node<V> child) {
            if (child.value == null && child.zero == null && child.one == null) {
                set(bit, null);
            }
        }

        private void set(boolean bit, @Nullable Node<V> child) {
            if (bit) {
                one = child;
            } else {
                zero = child;
            }
        }
    }
}
