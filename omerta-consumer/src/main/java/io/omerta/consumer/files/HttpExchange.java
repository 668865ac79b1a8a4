package io.omerta.consumer.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** HTTP messages over a pair of streams. For one thread. */
final class HttpExchange implements AutoCloseable {
    private static final int LONGEST_LINE_BYTES = 32 << 10;
    private static final int LONGEST_HEADERS_BYTES = 32 << 10;
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final OutputStream out;
    private boolean head;
    private boolean keepAlive;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final EmbeddedChannel codec = new EmbeddedChannel(new HttpServerCodec(new HttpDecoderConfig()
            .setMaxInitialLineLength(LONGEST_LINE_BYTES)
            .setMaxHeaderSize(LONGEST_HEADERS_BYTES)
            .setMaxChunkSize(BUFFER_BYTES)));

    HttpExchange(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * The next part of a request; whoever takes it releases it. Null if the guest has ended its side.
     *
     * @throws IOException if the guest is gone
     */
    @Nullable
    HttpObject next() throws IOException {
        HttpObject part = codec.readInbound();
        while (part == null) {
            int count = in.read(buffer);
            if (count < 0) {
                return null;
            }
            // Copied: parts of a body refer to what they were read from.
            codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
            part = codec.readInbound();
        }
        if (part instanceof HttpRequest request) {
            head = request.method().equals(HttpMethod.HEAD);
            keepAlive = request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
        }
        return part;
    }

    /** Whether another request may follow the one that is being answered. */
    boolean isKeptAlive() {
        return keepAlive;
    }

    /** Whoever asked goes on sending what nobody takes: no other request follows. */
    void endAfterAnswer() {
        keepAlive = false;
    }

    /** A whole response of text. */
    void answer(HttpResponseStatus status, String type, String text) throws IOException {
        answer(status, EmptyHttpHeaders.INSTANCE, type, text);
    }

    void answer(HttpResponseStatus status, HttpHeaders more, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        OutputStream stream = begin(status, more, type, body.length);
        stream.write(body);
        end();
    }

    /**
     * The header of a response.
     *
     * @return takes {@code length} bytes of body; {@link #end} follows. Nothing of it is sent for HEAD
     */
    OutputStream begin(HttpResponseStatus status, HttpHeaders more, String type, long length) throws IOException {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers()
                .set(more)
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, length);
        HttpUtil.setKeepAlive(response, keepAlive);
        send(response);
        return head ? OutputStream.nullOutputStream() : out;
    }

    void end() throws IOException {
        send(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Whether only the header is wanted. */
    boolean isHead() {
        return head;
    }

    /** What a guest waits for that has asked whether to send a body. */
    void goOn() throws IOException {
        send(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    private void send(Object part) throws IOException {
        codec.writeOutbound(part);
        ByteBuf bytes = codec.readOutbound();
        while (bytes != null) {
            try {
                bytes.readBytes(out, bytes.readableBytes());
            } finally {
                bytes.release();
            }
            bytes = codec.readOutbound();
        }
    }

    /** Gives back what was read and not taken. */
    @Override
    public void close() {
        codec.finishAndReleaseAll();
    }
}
