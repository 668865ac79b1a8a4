package io.omerta.consumer.files;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** One PUT. */
final class UploadExchange {
    private final HttpExchange http;
    private final HttpRequest request;
    private final RequestPath path;

    UploadExchange(HttpExchange http, HttpRequest request, RequestPath path) {
        this.http = http;
        this.request = request;
        this.path = path;
    }

    /** The guest broke the connection, or what it sends is no HTTP any more. */
    private static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOff() {
            super("the upload was broken off");
        }

        BrokenOff(IOException cause) {
            super("the upload was broken off", cause);
        }
    }

    void run(CollectingFolder folder) throws IOException {
        boolean replaced;
        try {
            replaced = take(folder);
        } catch (RefusedUpload e) {
            http.endAfterAnswer();
            http.answer(e.status(), FileService.TEXT, e.getMessage() + "\n");
            return;
        } catch (BrokenOff e) {
            throw e;
        } catch (IOException e) {
            FileService.fail(http, path, e);
            return;
        }
        http.answer(replaced ? HttpResponseStatus.OK : HttpResponseStatus.CREATED, FileService.TEXT, path + "\n");
    }

    private boolean take(CollectingFolder folder) throws RefusedUpload, IOException {
        if (request.headers().contains(HttpHeaderNames.CONTENT_RANGE)) {
            throw new RefusedUpload(HttpResponseStatus.BAD_REQUEST, "a file is sent as a whole");
        }
        try (CollectingFolder.Upload upload = folder.begin(path)) {
            if (HttpUtil.is100ContinueExpected(request)) {
                goOn();
            }
            while (!isLast(upload)) {}
            return upload.commit();
        }
    }

    private void goOn() throws BrokenOff {
        try {
            http.goOn();
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }

    private boolean isLast(CollectingFolder.Upload upload) throws RefusedUpload, IOException {
        HttpObject part = nextPart();
        try {
            if (!(part instanceof HttpContent content) || part.decoderResult().isFailure()) {
                throw new BrokenOff();
            }
            upload.write(content.content().nioBuffer());
            return content instanceof LastHttpContent;
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private HttpObject nextPart() throws BrokenOff {
        try {
            HttpObject part = http.next();
            if (part != null) {
                return part;
            }
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
        throw new BrokenOff();
    }
}
