package io.omerta.bench.flows;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code Downloads ADDRESS PORT COUNT BYTES}: connects so many times, then asks on all at once. Prints how many got all bytes, the
 * nanoseconds that the first, the middle and the last took, and the bytes of all.
 */
public final class Downloads {
    private final String address;
    private final int port;
    private final int bytes;
    private final CountDownLatch connected;
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger complete = new AtomicInteger();
    private volatile long start;

    private Downloads(String address, int port, int count, int bytes) {
        this.address = address;
        this.port = port;
        this.bytes = bytes;
        this.connected = new CountDownLatch(count);
    }

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[2]);
        int bytes = Integer.parseInt(arguments[3]);
        Downloads downloads = new Downloads(arguments[0], Integer.parseInt(arguments[1]), count, bytes);
        long[] nanos = downloads.run(count);
        Arrays.sort(nanos);
        System.out.println(downloads.complete.get() + " " + nanos[0] + " " + nanos[count / 2] + " " + nanos[count - 1]);
    }

    private long[] run(int count) throws InterruptedException {
        long[] nanos = new long[count];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            threads.add(Thread.ofVirtual().start(() -> nanos[index] = download()));
        }
        connected.await();
        start = System.nanoTime();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return nanos;
    }

    private long download() {
        boolean counted = false;
        try (Socket socket = new Socket(address, port)) {
            connected.countDown();
            counted = true;
            go.await();
            socket.getOutputStream().write(1);
            long read = socket.getInputStream().skip(Long.MAX_VALUE);
            if (read == bytes) {
                complete.incrementAndGet();
            }
        } catch (IOException e) {
            System.err.println("could not download: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!counted) {
                connected.countDown();
            }
        }
        return System.nanoTime() - start;
    }
}
