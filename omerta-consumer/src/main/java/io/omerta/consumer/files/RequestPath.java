package io.omerta.consumer.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request, decoded: names below a folder, each one component of a path and never "." or "..".
 *
 * @param names outermost first; empty for the folder itself
 * @param folder whether it ends with a slash
 */
record RequestPath(List<String> names, boolean folder) {
    private static final int MOST_NAMES = 64;

    /** As file systems have it. */
    private static final int LONGEST_NAME_BYTES = 255;

    RequestPath {
        names = List.copyOf(names);
    }

    /** Empty unless the target names something that can be below a folder (RFC 9112, section 3.2; RFC 3986). */
    static Optional<RequestPath> parse(String target) {
        String path = withoutAuthority(target);
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        boolean folder = path.endsWith("/");
        String inner = path.substring(1, folder && path.length() > 1 ? path.length() - 1 : path.length());
        List<String> names = new ArrayList<>();
        for (String part : inner.isEmpty() ? new String[0] : inner.split("/", -1)) {
            Optional<String> name = decode(part).filter(RequestPath::isName);
            if (name.isEmpty() || names.size() == MOST_NAMES) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(new RequestPath(names, folder));
    }

    private static String withoutAuthority(String target) {
        if (!target.regionMatches(true, 0, "http://", 0, 7)) {
            return target;
        }
        int path = target.indexOf('/', 7);
        return path < 0 ? "/" : target.substring(path);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME_BYTES
                && name.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
    }

    /** Percent-encoding of UTF-8, which has to be valid. */
    private static Optional<String> decode(String part) {
        byte[] raw = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** One name as a relative URL. */
    static String encode(String name) {
        StringBuilder url = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                url.append(c);
            } else {
                url.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return url.toString();
    }

    /** For messages and comparisons. */
    @Override
    public String toString() {
        return String.join("/", names);
    }
}
