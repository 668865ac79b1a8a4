package io.omerta.vm.qemu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * QEMU's own control channel, the QEMU Machine Protocol: one JSON object a line. Commands are carried out in the order in
 * which they are sent, and may be sent before the earlier ones are answered. Owns the socket and a thread; any thread may
 * call.
 *
 * <p>A guest that has broken out of its machine speaks here: answers are bounded in size and in time.
 *
 * <p>Source: QEMU, {@code docs/interop/qmp-spec.txt} and the QMP reference manual.
 */
final class Qmp implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 32;

    /** QEMU answers within milliseconds; a loaded host a hundred times later. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .build();

    private final SocketChannel socket;
    private final Thread reader;

    @GuardedBy("this")
    private final Queue<CompletableFuture<JsonNode>> unanswered = new ArrayDeque<>();

    @GuardedBy("this")
    private final Map<String, CompletableFuture<JsonNode>> awaited = new HashMap<>();

    @GuardedBy("this")
    private boolean ended;

    private Qmp(SocketChannel socket, String name) {
        this.socket = socket;
        reader = Thread.ofVirtual().name("qmp-of-" + name).unstarted(this::read);
    }

    /** @param socket connected, in blocking mode; belongs to the result from here on */
    static Qmp over(SocketChannel socket, String name) {
        Qmp qmp = new Qmp(socket, name);
        qmp.reader.start();
        CompletableFuture<JsonNode> _ = qmp.send("qmp_capabilities", Map.of());
        return qmp;
    }

    /**
     * Does not wait. The future is completed with what the command returns, or with an {@link IOException} that says why
     * there is no such thing.
     *
     * @param arguments as JSON has them: strings, numbers, booleans, lists and maps
     */
    CompletableFuture<JsonNode> send(String command, Map<String, ?> arguments) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        byte[] line = (JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments)) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (ended) {
                answer.completeExceptionally(gone());
                return answer;
            }
            unanswered.add(answer);
            try {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    socket.write(bytes);
                }
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        }
        return answer;
    }

    /** Sends a command and waits for its answer. */
    JsonNode execute(String command, Map<String, ?> arguments) throws IOException, InterruptedException {
        return await(send(command, arguments), ANSWER_LIMIT);
    }

    JsonNode execute(String command) throws IOException, InterruptedException {
        return execute(command, Map.of());
    }

    /** The next event of that name, from now on: to be asked for before the command that causes it. */
    synchronized CompletableFuture<JsonNode> nextEvent(String name) {
        if (ended) {
            return CompletableFuture.failedFuture(gone());
        }
        return awaited.computeIfAbsent(name, _ -> new CompletableFuture<>());
    }

    /** @throws IOException if QEMU refuses, is gone, or is silent for that time */
    static JsonNode await(CompletableFuture<JsonNode> answer, Duration atMost)
            throws IOException, InterruptedException {
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new IOException("QEMU did not answer within " + atMost.toSeconds() + " s", e);
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(Channels.newInputStream(socket))) {
            for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
                accept(JSON.readTree(line));
            }
        } catch (IOException | JacksonException e) {
            // Whoever waits is told below that there is no answer any more.
        } finally {
            end();
        }
    }

    /** Empty at the end of the stream. */
    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (line.size() > MAX_LINE_BYTES) {
                throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
        }
        return "";
    }

    private void accept(JsonNode message) {
        CompletableFuture<JsonNode> waiting;
        synchronized (this) {
            if (message.has("event")) {
                waiting = awaited.remove(message.get("event").asString(""));
            } else if (message.has("return") || message.has("error")) {
                waiting = unanswered.poll();
            } else {
                return; // the greeting
            }
        }
        if (waiting == null) {
            return;
        }
        if (message.has("error")) {
            waiting.completeExceptionally(new IOException(
                    "QEMU says: " + message.get("error").path("desc").asString("no reason given")));
        } else {
            waiting.complete(message.has("return") ? message.get("return") : message.path("data"));
        }
    }

    private void end() {
        Queue<CompletableFuture<JsonNode>> left = new ArrayDeque<>();
        synchronized (this) {
            ended = true;
            left.addAll(unanswered);
            left.addAll(awaited.values());
            unanswered.clear();
            awaited.clear();
        }
        left.forEach(future -> future.completeExceptionally(gone()));
    }

    private static IOException gone() {
        return new IOException("QEMU is gone");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was buffered in it, and the descriptor is released all the same.
        }
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
