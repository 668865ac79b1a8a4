package io.omerta.consumer.hub;

import io.omerta.consumer.files.FileService;
import io.omerta.core.job.FlowCounts;
import io.omerta.core.job.JobId;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.wireguard.PublicKey;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A job's place in the hub: its keys and address, and a pipe of datagrams. Closing it takes the VM out of the network, resets
 * its flows and wipes its keys. Safe for use by several threads.
 */
public final class HubLease implements AutoCloseable {
    /** About 1.5 MB of full datagrams; more would only add delay. */
    private static final int WAITING_DATAGRAMS = 1_024;

    /** How long the carrier is held up before a datagram is lost after all. */
    private static final int PATIENCE_MILLIS = 200;

    private final VpnHub hub;
    private final JobId job;
    private final GuestTunnel tunnel;
    private final JobFlows flows;
    private final FlowRecord record;
    private final FileService files;
    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(WAITING_DATAGRAMS);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicReference<@Nullable DatagramSink> sink = new AtomicReference<>();
    private final LongAdder bytesFromGuest = new LongAdder();
    private final LongAdder bytesToGuest = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Something was sent and not flushed yet; of the hub's thread. */
    private boolean unflushed;

    HubLease(VpnHub hub, JobId job, GuestTunnel tunnel, JobFlows flows, FlowRecord record, FileService files) {
        this.hub = hub;
        this.job = job;
        this.tunnel = tunnel;
        this.flows = flows;
        this.record = record;
        this.files = files;
    }

    public JobId job() {
        return job;
    }

    /** What the guest has to be told; valid until the lease is closed. */
    public GuestTunnel tunnel() {
        return tunnel;
    }

    /** Sends what is for the guest this way from now on; what was sent meanwhile without a way is lost. */
    public void attach(DatagramSink way) {
        sink.set(way);
    }

    /** Sends no longer this way, unless another one has replaced it already. */
    public void detach(DatagramSink way) {
        sink.compareAndSet(way, null);
    }

    /**
     * Takes a datagram that came from the guest. Blocks its caller for a moment when the hub is behind, and drops the datagram
     * then.
     *
     * @param datagram the lease's own from now on
     */
    public void receive(byte[] datagram) {
        if (closed.get()) {
            return;
        }
        take(datagram, offer(datagram));
    }

    /** The same for a carrier that must not wait: drops the datagram when the hub is behind. */
    public void receiveNow(byte[] datagram) {
        if (!closed.get()) {
            take(datagram, arrived.offer(datagram));
        }
    }

    private void take(byte[] datagram, boolean taken) {
        if (taken) {
            bytesFromGuest.add(datagram.length);
            schedule();
        } else {
            dropped.increment();
        }
    }

    private boolean offer(byte[] datagram) {
        try {
            return arrived.offer(datagram, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            hub.execute(this::drain);
        }
    }

    // At most one fill at a time: other jobs have their turn in between.
    private void drain() {
        scheduled.set(false);
        for (int count = 0; count < WAITING_DATAGRAMS && !arrived.isEmpty(); count++) {
            byte[] datagram = arrived.poll();
            if (datagram != null && !closed.get()) {
                hub.onDatagram(this, datagram);
            }
        }
        hub.openGathered();
        if (!arrived.isEmpty()) {
            schedule();
        }
    }

    /** On the hub's thread. */
    void transmit(ByteBuffer datagram) {
        DatagramSink way = sink.get();
        if (way != null) {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            bytesToGuest.add(bytes.length);
            way.send(bytes);
            if (!unflushed) {
                unflushed = true;
                hub.flushLater(this);
            }
        }
    }

    /** On the hub's thread, at the end of its turn. */
    void flush() {
        unflushed = false;
        DatagramSink way = sink.get();
        if (way != null) {
            way.flush();
        }
    }

    Verdict decide(FlowRequest request) {
        Verdict verdict = flows.decide(request);
        record.decided(request, verdict);
        return verdict;
    }

    PublicKey guestKey() {
        return tunnel.guestKey().publicKey();
    }

    public TunnelTraffic traffic() {
        return new TunnelTraffic(bytesFromGuest.sum(), bytesToGuest.sum(), dropped.sum());
    }

    /** What the VM has asked for so far. */
    public FlowCounts flows() {
        return record.counts();
    }

    /** Idempotent; waits for no more than the disk. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sink.set(null);
            arrived.clear();
            files.close();
            record.close();
            hub.release(this);
        }
    }

    @Override
    public String toString() {
        return "HubLease[" + job + "]";
    }
}
