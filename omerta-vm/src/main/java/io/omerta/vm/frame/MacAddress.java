package io.omerta.vm.frame;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The address of a network card (IEEE 802): unicast, and locally administered.
 *
 * @param bits 48, the first byte the most significant
 */
public record MacAddress(long bits) {
    private static final int BYTES = 6;
    private static final int KIND_SHIFT = 40;
    private static final long KIND = 3;
    private static final long UNICAST_LOCAL = 2;

    /** Our own constant addresses have a zero here: of the gateway, and of a guest that was not told its own yet. */
    private static final long RANDOM_ONE = 0x0280_0000_0000L;

    private static final long RANDOM_BITS = 0x7f_ffff_ffffL;

    public MacAddress {
        if (bits >>> (BYTES * Byte.SIZE) != 0 || (bits >>> KIND_SHIFT & KIND) != UNICAST_LOCAL) {
            throw new IllegalArgumentException("mac address: " + Long.toHexString(bits) + " is not a local one");
        }
    }

    /** One of 2^39, and none of our constant ones. */
    public static MacAddress random(RandomGenerator random) {
        return new MacAddress(RANDOM_ONE | (random.nextLong() & RANDOM_BITS));
    }

    /** 6 bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (bits >>> (Byte.SIZE * (BYTES - 1 - i)));
        }
        return bytes;
    }

    /** For example "02:80:de:7e:c7:ed". */
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(toBytes());
    }
}
