package io.omerta.consumer.files;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import io.omerta.consumer.stream.Conversation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a folder to a VM and takes files from it. Closing it leaves nothing of uploads on their way. Safe for several threads. */
public final class FileService implements Conversation, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileService.class);
    static final String TEXT = "text/plain; charset=utf-8";

    private final Optional<Downloads> downloads;
    private final Optional<CollectingFolder> collecting;

    /**
     * @param served absolute, without symbolic links of its own, like {@code collected}
     * @param job whose files are collected, as a name for temporary files
     */
    public FileService(Optional<Path> served, Optional<Path> collected, String job) {
        this.downloads = served.map(ServedFolder::new).map(Downloads::new);
        this.collecting = collected.map(root -> new CollectingFolder(root, job));
    }

    /**
     * Whether folders can be served on this system, and this one can be opened.
     *
     * @throws IOException saying why not
     */
    public static void check(Path folder) throws IOException {
        try {
            Folders.open(folder).close();
        } catch (UnsupportedOperationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Deletes what a job has left in its folder that ended without its daemon.
     *
     * @return how many files that were
     */
    public static int deleteLeftovers(Path collected, String job) throws IOException {
        return CollectingFolder.deleteParts(collected, job);
    }

    @Override
    public void hold(InputStream in, OutputStream out) throws IOException {
        try (HttpExchange http = new HttpExchange(in, out)) {
            HttpObject part = http.next();
            while (part != null) {
                if (part instanceof HttpRequest request) {
                    answer(http, request);
                    if (!http.isKeptAlive()) {
                        return;
                    }
                } else {
                    // The body of a request that needs none.
                    ReferenceCountUtil.release(part);
                }
                part = http.next();
            }
        }
    }

    private void answer(HttpExchange http, HttpRequest request) throws IOException {
        Optional<RequestPath> path =
                request.decoderResult().isSuccess() ? RequestPath.parse(request.uri()) : Optional.empty();
        if (path.isEmpty()) {
            http.endAfterAnswer();
            http.answer(HttpResponseStatus.BAD_REQUEST, TEXT, "this is no request for a file below this folder\n");
        } else if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            download(http, request, path.get());
        } else if (request.method().equals(HttpMethod.PUT)) {
            upload(http, request, path.get());
        } else {
            http.endAfterAnswer();
            http.answer(
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    new DefaultHttpHeaders().set(HttpHeaderNames.ALLOW, "GET, HEAD, PUT"),
                    TEXT,
                    "GET and HEAD read, PUT writes\n");
        }
    }

    private void download(HttpExchange http, HttpRequest request, RequestPath path) throws IOException {
        if (downloads.isPresent()) {
            downloads.get().answer(http, request, path);
        } else {
            http.answer(
                    HttpResponseStatus.NOT_FOUND, TEXT, "no folder is served to this job: omerta submit --serve DIR\n");
        }
    }

    private void upload(HttpExchange http, HttpRequest request, RequestPath path) throws IOException {
        if (collecting.isPresent()) {
            new UploadExchange(http, request, path).run(collecting.get());
        } else {
            http.endAfterAnswer();
            http.answer(
                    HttpResponseStatus.FORBIDDEN,
                    TEXT,
                    "no files of this job are collected: omerta submit --collect DIR\n");
        }
    }

    /** A fault of the requester's disk: the guest learns that, and no path. */
    static void fail(HttpExchange http, RequestPath path, IOException fault) throws IOException {
        LOG.warn("could not serve or take the file {}: {}", path, fault.toString());
        http.endAfterAnswer();
        http.answer(HttpResponseStatus.INTERNAL_SERVER_ERROR, TEXT, "the requester's computer could not do it\n");
    }

    @Override
    public void close() {
        collecting.ifPresent(CollectingFolder::close);
    }
}
