package io.omerta.cli.qr;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes square pictures in black and white as PNG (ISO/IEC 15948): one bit a pixel, no filter. Our own, for the JDK's
 * would bring all of its desktop.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Png() {}

    /** Whether a pixel is black. */
    interface Picture {
        boolean isBlack(int x, int y);
    }

    static byte[] write(int side, Picture picture) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.write(SIGNATURE);
            // Width, height, bit depth 1, greyscale, and the only compression, filter method and interlacing none.
            chunk(
                    out,
                    "IHDR",
                    ByteBuffer.allocate(13)
                            .putInt(side)
                            .putInt(side)
                            .put((byte) 1)
                            .array());
            chunk(out, "IDAT", pixels(side, picture));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory refused a byte", e);
        }
        return file.toByteArray();
    }

    private static byte[] pixels(int side, Picture picture) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(compressed)) {
            for (int y = 0; y < side; y++) {
                byte[] row = new byte[1 + (side + 7) / 8];
                for (int x = 0; x < side; x++) {
                    if (!picture.isBlack(x, y)) {
                        row[1 + x / 8] |= (byte) (0x80 >> (x % 8));
                    }
                }
                rows.write(row);
            }
        }
        return compressed.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) checksum.getValue());
    }
}
