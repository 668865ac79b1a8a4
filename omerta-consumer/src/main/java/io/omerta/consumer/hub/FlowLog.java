package io.omerta.consumer.hub;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the requester's with a line for each flow and each name that a VM asked for. Written by a thread of its own: what
 * the disk does not keep up with is lost, and the file says how much. Safe for use by several threads.
 */
final class FlowLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowLog.class);

    private static final int MOST_WAITING = 4_096;

    /** Some hundred megabytes at most: a guest decides how much there is. */
    private static final long MOST_LINES = 1_000_000;

    private static final Duration STOPPING = Duration.ofSeconds(1);

    private static final String END = "";

    private final Path file;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;

    private FlowLog(Path file, BufferedWriter writer) {
        this.file = file;
        this.thread = Thread.ofVirtual().name("omerta-flow-log").unstarted(() -> write(writer));
    }

    /**
     * Appends to the file, which is made for its owner alone.
     *
     * @throws IOException if it cannot be written
     */
    static FlowLog open(Path file) throws IOException {
        BufferedWriter writer = new BufferedWriter(Channels.newWriter(
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                StandardCharsets.UTF_8));
        FlowLog log = new FlowLog(file, writer);
        log.thread.start();
        return log;
    }

    /** @param what on one line */
    void note(String what) {
        if (!waiting.offer(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + what)) {
            lost.incrementAndGet();
        }
    }

    private void write(BufferedWriter writer) {
        try (writer) {
            String line = waiting.take();
            for (long count = 0; !line.equals(END) && count < MOST_LINES; count++) {
                writer.write(line + "\n");
                if (waiting.isEmpty()) {
                    writeLoss(writer);
                    writer.flush();
                }
                line = waiting.take();
            }
            writeLoss(writer);
            if (!line.equals(END)) {
                writer.write("no more is written: " + MOST_LINES + " lines\n");
            }
        } catch (IOException e) {
            LOG.warn("could not write {}: {}; the job goes on without", file, e.getMessage());
        } catch (InterruptedException e) {
            LOG.warn("could not finish {}: the disk is too slow", file);
        }
    }

    private void writeLoss(BufferedWriter writer) throws IOException {
        long count = lost.getAndSet(0);
        if (count > 0) {
            writer.write(count + " lines are missing here: the disk did not keep up\n");
        }
    }

    /** Waits a second for what is left to be written. */
    @Override
    public void close() {
        try {
            if (!waiting.offer(END) || !thread.join(STOPPING)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }
}
