package io.omerta.network.tcpip.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a TCP header as untrusted bytes (RFC 9293 §3.1). */
final class TcpOptionsView {
    static final int END = 0;
    static final int NO_OP = 1;
    static final int MSS = 2;
    static final int WINDOW_SCALE = 3;
    static final int SACK_PERMITTED = 4;
    static final int SACK = 5;
    static final int TIMESTAMPS = 8;
    private static final int SACK_BLOCK_BYTES = 8;
    /** RFC 7323 §2.3: a larger shift must be taken as this one. */
    private static final int MAX_SHIFT = 14;

    private final ByteBuffer bytes;
    private final int end;
    private int at;

    private int mss;
    private int windowScale = -1;
    private boolean sackPermitted;
    private List<SackBlock> sack = List.of();
    private TcpOptions.@Nullable Timestamps timestamps;

    TcpOptionsView(ByteBuffer bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Returns null if an option is broken: no byte of such a segment is believed. */
    @Nullable
    TcpOptions parse() {
        if (at == end) {
            return TcpOptions.NONE;
        }
        while (at < end) {
            int kind = bytes.get(at) & 0xFF;
            if (kind == END) {
                break;
            }
            if (kind == NO_OP) {
                at++;
            } else if (!takeOption(kind)) {
                return null;
            }
        }
        return new TcpOptions(mss, windowScale, sackPermitted, sack, timestamps);
    }

    private boolean takeOption(int kind) {
        int length = at + 1 < end ? bytes.get(at + 1) & 0xFF : 0;
        if (length < 2 || at + length > end || !take(kind, at + 2, length - 2)) {
            return false;
        }
        at += length;
        return true;
    }

    private boolean take(int kind, int value, int length) {
        return switch (kind) {
            case MSS -> length == 2 && takeMss(bytes.getShort(value) & 0xFFFF);
            case WINDOW_SCALE -> length == 1 && takeShift(bytes.get(value) & 0xFF);
            case SACK_PERMITTED -> {
                sackPermitted = true;
                yield length == 0;
            }
            case SACK -> length % SACK_BLOCK_BYTES == 0 && length > 0 && takeSack(value, length);
            case TIMESTAMPS -> length == 8 && takeTimestamps(value);
            default -> true;
        };
    }

    private boolean takeMss(int value) {
        mss = value;
        return true;
    }

    private boolean takeShift(int value) {
        windowScale = Math.min(value, MAX_SHIFT);
        return true;
    }

    private boolean takeSack(int value, int length) {
        sack = new ArrayList<>(TcpOptions.MAX_SACK_BLOCKS);
        for (int block = value; block < value + length; block += SACK_BLOCK_BYTES) {
            sack.add(new SackBlock(bytes.getInt(block), bytes.getInt(block + 4)));
        }
        return sack.size() <= TcpOptions.MAX_SACK_BLOCKS;
    }

    private boolean takeTimestamps(int value) {
        timestamps = new TcpOptions.Timestamps(bytes.getInt(value), bytes.getInt(value + 4));
        return true;
    }
}
