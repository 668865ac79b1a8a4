package io.omerta.network.udp;

import java.util.concurrent.atomic.LongAdder;

/** Sends a batch whatever the system answers: goes on behind what it refuses, waits a moment where it is full. */
final class Sending {
    /** What a full queue needs to drain in part; longer would hold up a thread that has others to serve. */
    private static final int PATIENCE_MILLIS = 20;
    /** Errors that an earlier datagram has left at the socket (ICMP) come instead of a result, each once. */
    private static final int MOST_ATTEMPTS = 3;

    private final SocketCalls calls;
    private final SendBatch batch;
    private final LongAdder unsent;
    private int attempts;

    Sending(SocketCalls calls, SendBatch batch, LongAdder unsent) {
        this.calls = calls;
        this.batch = batch;
        this.unsent = unsent;
    }

    /** Sends everything, or drops and counts it. The batch is empty afterwards. */
    void flush() {
        batch.seal();
        int done = 0;
        attempts = 0;
        while (done < batch.messages()) {
            int result = calls.send(batch.headersFrom(done), batch.messages() - done);
            if (result > 0) {
                done += result;
                attempts = 0;
            } else {
                done = onRefused(-result, done);
            }
        }
        batch.clear();
    }

    /** Returns the message to go on with. */
    private int onRefused(int error, int message) {
        return switch (error) {
            case Errno.EINTR -> message;
            case Errno.EAGAIN -> calls.awaitWritable(PATIENCE_MILLIS) > 0 ? message : dropFrom(message);
            case Errno.EINVAL, Errno.EIO, Errno.EOPNOTSUPP, Errno.EMSGSIZE -> onTooMuch(error, message);
            case Errno.ECONNREFUSED, Errno.EHOSTUNREACH -> ++attempts < MOST_ATTEMPTS ? message : drop(message);
            default -> drop(message);
        };
    }

    /** The device cannot cut, or a cut datagram does not fit its link: one at a time the kernel can still fragment. */
    private int onTooMuch(int error, int message) {
        int count = batch.datagrams(message);
        if (count == 1) {
            return drop(message);
        }
        if (error == Errno.EIO || error == Errno.EOPNOTSUPP) {
            batch.join(false);
        }
        for (int i = 0; i < count; i++) {
            sendSingle(message, i);
        }
        attempts = 0;
        return message + 1;
    }

    private void sendSingle(int message, int datagram) {
        int result = calls.send(batch.single(message, datagram), 1);
        if (result == -Errno.EAGAIN && calls.awaitWritable(PATIENCE_MILLIS) > 0) {
            result = calls.send(batch.single(message, datagram), 1);
        }
        if (result <= 0) {
            unsent.increment();
        }
    }

    private int drop(int message) {
        unsent.add(batch.datagrams(message));
        attempts = 0;
        return message + 1;
    }

    private int dropFrom(int message) {
        for (int i = message; i < batch.messages(); i++) {
            unsent.add(batch.datagrams(i));
        }
        return batch.messages();
    }
}
