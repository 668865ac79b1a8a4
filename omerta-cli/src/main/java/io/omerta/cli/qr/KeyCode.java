package io.omerta.cli.qr;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import io.omerta.core.network.JoinLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A join key as a QR code. The error correction is the strongest that does not take a larger code. */
public final class KeyCode {
    static final int SCREEN_QUIET = 2;
    static final int FILE_QUIET = 4;
    private static final int PIXELS = 8;

    /** Below, no code has room for a key. */
    private static final int MIN_VERSION = 1;

    private final QrCode code;

    private KeyCode(QrCode code) {
        this.code = code;
    }

    /**
     * For a screen: the whole link where it fits; else the short spelling, with as many bootstrap peers as fit, at least
     * one if there are any.
     *
     * @return empty if none of them fits
     */
    public static Optional<KeyCode> fitting(JoinLink link, ScreenSize screen) {
        int maxVersion = screen.maxVersion();
        if (maxVersion < MIN_VERSION) {
            return Optional.empty();
        }
        return spellings(link)
                .flatMap(text -> encode(text, maxVersion).stream())
                .findFirst();
    }

    /** How large a screen the smallest spelling takes; empty if no code is large enough for it. */
    public static Optional<ScreenSize> smallestScreen(JoinLink link) {
        return spellings(link)
                .flatMap(text -> encode(text, QrCode.MAX_VERSION).stream())
                .map(code -> ScreenSize.of(code.code.size))
                .reduce((one, other) -> one.rows() <= other.rows() ? one : other);
    }

    /**
     * For a file: the whole link.
     *
     * @return empty if it is longer than the largest code
     */
    public static Optional<KeyCode> whole(JoinLink link) {
        return encode(link.format(), QrCode.MAX_VERSION);
    }

    private static Stream<String> spellings(JoinLink link) {
        int peers = link.bootstrapPeers().size();
        Stream<JoinLink> shorter = IntStream.iterate(peers, count -> count >= Math.min(1, peers), count -> count - 1)
                .mapToObj(link::withBootstrapPeers);
        return Stream.concat(Stream.of(link.format()), shorter.map(JoinLink::formatShort));
    }

    private static Optional<KeyCode> encode(String text, int maxVersion) {
        try {
            return Optional.of(new KeyCode(QrCode.encodeSegments(
                    QrSegment.makeSegments(text), QrCode.Ecc.LOW, MIN_VERSION, maxVersion, -1, true)));
        } catch (DataTooLongException e) {
            return Optional.empty();
        }
    }

    /** Light modules are drawn, dark ones are the background: for terminals that are dark. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int y = -SCREEN_QUIET; y < code.size + SCREEN_QUIET; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -SCREEN_QUIET; x < code.size + SCREEN_QUIET; x++) {
                boolean upper = !code.getModule(x, y);
                boolean lower = !code.getModule(x, y + 1);
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Black on white. */
    public byte[] png() {
        int side = code.size + 2 * FILE_QUIET;
        return Png.write(side * PIXELS, (x, y) -> code.getModule(x / PIXELS - FILE_QUIET, y / PIXELS - FILE_QUIET));
    }
}
