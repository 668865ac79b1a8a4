package io.omerta.consumer.files;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Answers GET and HEAD. */
final class Downloads {
    private static final String BYTES = "application/octet-stream";
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServedFolder folder;

    Downloads(ServedFolder folder) {
        this.folder = folder;
    }

    void answer(HttpExchange http, HttpRequest request, RequestPath path) throws IOException {
        ServedFolder.Found found;
        try {
            found = folder.find(path);
        } catch (IOException e) {
            FileService.fail(http, path, e);
            return;
        }
        switch (found) {
            case ServedFolder.Found.Opened file -> {
                try (file) {
                    send(http, request.headers(), file);
                }
            }
            case ServedFolder.Found.Listed listed -> list(http, request.headers(), path, listed);
            case ServedFolder.Found.Folder _ -> redirect(http, path);
            case ServedFolder.Found.Nothing _ ->
                http.answer(HttpResponseStatus.NOT_FOUND, FileService.TEXT, "there is no " + path + "\n");
        }
    }

    /** Links in a listing are relative to a folder, which a slash has to end. */
    private static void redirect(HttpExchange http, RequestPath path) throws IOException {
        String name = RequestPath.encode(path.names().getLast()) + "/";
        http.answer(
                HttpResponseStatus.MOVED_PERMANENTLY,
                new DefaultHttpHeaders().set(HttpHeaderNames.LOCATION, name),
                FileService.TEXT,
                "it is a folder\n");
    }

    private static void list(HttpExchange http, HttpHeaders asked, RequestPath path, ServedFolder.Found.Listed listed)
            throws IOException {
        String accepted = asked.get(HttpHeaderNames.ACCEPT, "");
        boolean plain = accepted.startsWith("text/plain");
        http.answer(
                HttpResponseStatus.OK,
                plain ? FileService.TEXT : "text/html; charset=utf-8",
                plain ? Listing.lines(listed.entries()) : Listing.html(path, listed.entries()));
    }

    private static void send(HttpExchange http, HttpHeaders asked, ServedFolder.Found.Opened file) throws IOException {
        String tag = "\"" + file.size() + "-" + file.modified() + "\"";
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.ETAG, tag)
                .set(
                        HttpHeaderNames.LAST_MODIFIED,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                file.modified().atOffset(ZoneOffset.UTC)))
                .set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        // A part of another version would be worse than the whole of this one (RFC 9110, section 13.1.5).
        boolean sameVersion = asked.get(HttpHeaderNames.IF_RANGE, tag).equals(tag);
        Optional<ByteRange> range = ByteRange.of(sameVersion ? asked.get(HttpHeaderNames.RANGE) : null, file.size());
        if (range.isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + file.size());
            http.answer(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, FileService.TEXT, "");
            return;
        }
        send(http, headers, file, range.get());
    }

    private static void send(HttpExchange http, HttpHeaders headers, ServedFolder.Found.Opened file, ByteRange range)
            throws IOException {
        boolean part = range.length() < file.size();
        if (part) {
            long last = range.first() + range.length() - 1;
            headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes " + range.first() + "-" + last + "/" + file.size());
        }
        HttpResponseStatus status = part ? HttpResponseStatus.PARTIAL_CONTENT : HttpResponseStatus.OK;
        OutputStream body = http.begin(status, headers, BYTES, range.length());
        if (!http.isHead()) {
            copy(file.channel(), range, body);
        }
        http.end();
    }

    /** @throws EOFException if the file has become shorter: the guest must not take less for all of it */
    private static void copy(SeekableByteChannel file, ByteRange range, OutputStream body) throws IOException {
        file.position(range.first());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long left = range.length();
        while (left > 0) {
            buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
            int count = file.read(buffer);
            if (count < 0) {
                throw new EOFException("the file has become shorter while it was sent");
            }
            body.write(buffer.array(), 0, count);
            left -= count;
        }
    }
}
