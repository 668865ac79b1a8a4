package io.omerta.provider.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of Ethernet frames, written one by one (libpcap's format, draft-ietf-opsawg-pcap).
 *
 * <pre>
 *  0  a1b2c3d4   2 (16 bits)   4 (16 bits)   0   0   longest frame   1 (Ethernet)
 * 24  seconds    microseconds  length        length as it was        the frame ...
 * </pre>
 */
public final class Pcap implements AutoCloseable {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int LONGEST = 65_536;
    private static final int ETHERNET = 1;

    private final FileChannel file;

    private Pcap(FileChannel file) {
        this.file = file;
    }

    public static Pcap create(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
        header.putLong(0).putInt(LONGEST).putInt(ETHERNET).flip();
        write(file, header);
        return new Pcap(file);
    }

    /** Adds the bytes between position and limit, which stay where they are. */
    public synchronized void add(ByteBuffer frame) {
        ByteBuffer record =
                ByteBuffer.allocate(FRAME_HEADER_BYTES + frame.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        long micros = System.currentTimeMillis() * 1_000;
        record.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000));
        record.putInt(frame.remaining())
                .putInt(frame.remaining())
                .put(frame.duplicate())
                .flip();
        try {
            write(file, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** All frames that are in it whole: somebody may still be writing. */
    public static List<byte[]> read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < FILE_HEADER_BYTES || bytes.getInt() != MAGIC) {
            throw new IOException(path + " is no capture");
        }
        bytes.position(FILE_HEADER_BYTES);
        List<byte[]> frames = new ArrayList<>();
        while (bytes.remaining() >= FRAME_HEADER_BYTES) {
            int length = bytes.getInt(bytes.position() + 8);
            bytes.position(bytes.position() + FRAME_HEADER_BYTES);
            if (bytes.remaining() < length) {
                break;
            }
            byte[] frame = new byte[length];
            bytes.get(frame);
            frames.add(frame);
        }
        return frames;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
