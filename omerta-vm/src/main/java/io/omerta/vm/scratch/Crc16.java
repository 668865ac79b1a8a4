package io.omerta.vm.scratch;

import java.nio.ByteBuffer;

/** CRC-16/ARC without its initial zero: polynomial 0x8005, bits reversed, starting from all ones. As lib/crc16.c has it. */
final class Crc16 {
    private static final int REVERSED_POLYNOMIAL = 0xa001;

    private int value = 0xffff;

    void update(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            value ^= bytes.get() & 0xff;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ REVERSED_POLYNOMIAL;
            }
        }
    }

    int value() {
        return value;
    }
}
