package io.omerta.vm.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.Blob;
import io.omerta.proto.agent.ToGuest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The host's end of the conversation with one agent. Owns the socket and two threads; any thread may call.
 *
 * <p>Sending never waits and never fails: a guest that does not read, or is gone, shows by what is received. At most {@value
 * #MAX_QUEUED_EVENTS} events wait for {@link #receive}; beyond that the guest has to.
 */
public final class AgentChannel implements AutoCloseable {
    static final int MAX_FROM_GUEST_BYTES = 256 << 10;
    static final int MAX_TO_GUEST_BYTES = 24 << 20;
    static final int LENGTH_BYTES = 4;
    private static final int MAX_QUEUED_EVENTS = 16;

    /** Configure, Run, PowerOff, and more signals than anybody needs. */
    private static final int MAX_UNSENT_MESSAGES = 64;

    /** An emulated guest manages about a third of it; what it protects is the log that each message becomes a record of. */
    private static final int MESSAGES_PER_SECOND = 20_000;

    private static final String CANNOT_BOOT = "could not boot the virtual machine: ";
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final ByteChannel socket;
    private final EventQueue events = new EventQueue(MAX_QUEUED_EVENTS);
    private final BlockingQueue<ToGuest> unsent = new LinkedBlockingQueue<>(MAX_UNSENT_MESSAGES);
    private final AtomicInteger unwritten = new AtomicInteger();
    private final Thread reader;
    private final Thread writer;
    private final Object conversationLock = new Object();

    @GuardedBy("conversationLock")
    private final AgentConversation conversation;

    /** Of the reading thread: what an earlier channel had received. */
    private final ByteBuffer unread;

    private volatile boolean waiting;
    private final AtomicLong received = new AtomicLong();
    private volatile Optional<Blob> partOfMessage = Optional.empty();

    private AgentChannel(ByteChannel socket, String name, AgentConversation conversation, Blob unread) {
        this.socket = socket;
        this.conversation = conversation;
        this.unread = ByteBuffer.wrap(unread.toBytes());
        reader = Thread.ofVirtual().name("agent-from-" + name).unstarted(this::read);
        writer = Thread.ofVirtual().name("agent-to-" + name).unstarted(this::write);
    }

    /**
     * @param socket connected, in blocking mode; belongs to the channel from here on
     * @param name of the machine
     */
    public static AgentChannel over(ByteChannel socket, String name) {
        return start(new AgentChannel(socket, name, new AgentConversation(), Blob.copyOf(new byte[0])));
    }

    /** As {@link #over}, to an agent with which another channel has talked until then. */
    public static AgentChannel resume(ByteChannel socket, String name, AgentState state) {
        return start(new AgentChannel(socket, name, new AgentConversation(state.lastSequence()), state.unread()));
    }

    private static AgentChannel start(AgentChannel channel) {
        channel.reader.start();
        channel.writer.start();
        return channel;
    }

    /**
     * Waits for the first event. To be called once, before any {@link #receive}.
     *
     * @throws OmertaException if it is not {@link AgentEvent.Ready}, or does not come in that time
     */
    public AgentEvent.Ready awaitReady(Duration atMost) throws InterruptedException {
        AgentEvent first = receive(atMost)
                .orElseThrow(() -> new OmertaException(
                        ErrorCode.TIMED_OUT,
                        CANNOT_BOOT + "its agent was silent for " + atMost.toSeconds() + " s",
                        ""));
        return switch (first) {
            case AgentEvent.Ready ready -> ready;
            case AgentEvent.Failure failure -> throw cannotBoot(failure.message());
            case AgentEvent.GuestMisbehaved misbehaved -> throw cannotBoot("its agent sent " + misbehaved.reason());
            case AgentEvent.Closed _ -> throw cannotBoot("it ended before its agent answered");
            case AgentEvent.Prepared _,
                    AgentEvent.Configured _,
                    AgentEvent.Started _,
                    AgentEvent.Output _,
                    AgentEvent.Ended _ -> throw new IllegalStateException("the conversation starts with Ready");
        };
    }

    private static OmertaException cannotBoot(String reason) {
        return new OmertaException(ErrorCode.INTERNAL, CANNOT_BOOT + reason, "");
    }

    /** Waits for the next event; after the last one, gives that again. */
    public AgentEvent receive() throws InterruptedException {
        return events.take(FOREVER.toNanos()).orElseThrow();
    }

    /** Empty if nothing came in that time. */
    public Optional<AgentEvent> receive(Duration atMost) throws InterruptedException {
        return events.take(atMost.toNanos());
    }

    /** Asks a machine that is to become a template to run these programs, by their arguments; it answers {@link AgentEvent.Prepared}. */
    public void prepare(List<List<String>> programs) {
        synchronized (conversationLock) {
            conversation.prepareSent();
        }
        send(AgentMessages.prepare(programs));
    }

    /** Wakes a clone, whose {@link AgentEvent.Ready} then comes as after a boot. */
    public void hello() {
        send(AgentMessages.hello());
    }

    public void configure(GuestConfiguration configuration) {
        synchronized (conversationLock) {
            conversation.configureSent();
        }
        send(AgentMessages.configure(configuration));
    }

    /** @throws IllegalArgumentException if the program with its files is larger than 24 MiB */
    public void run(GuestProgram program) {
        ToGuest message = AgentMessages.run(program);
        if (message.getSerializedSize() > MAX_TO_GUEST_BYTES) {
            throw new IllegalArgumentException("program: " + message.getSerializedSize() + " bytes with its files");
        }
        synchronized (conversationLock) {
            conversation.runSent();
        }
        send(message);
    }

    /** SIGKILL goes to every process of the job, any other signal to its first one. */
    public void signal(int number) {
        send(AgentMessages.signal(number));
    }

    /** Sets the guest's wall clock, which stood still while the machine was paused. */
    public void setClock(Instant time) {
        send(AgentMessages.setClock(time));
    }

    /** Asks the guest to switch itself off, which takes a moment and may never happen. */
    public void powerOff() {
        send(AgentMessages.powerOff());
    }

    /** A guest that leaves 64 messages unread does not get the next one either. */
    private void send(ToGuest message) {
        unwritten.incrementAndGet();
        if (!unsent.offer(message)) {
            unwritten.decrementAndGet();
        }
    }

    /** Everything that was to be sent is on its way, and there is nothing to be read just now. */
    public boolean isQuiet() {
        return unwritten.get() == 0 && waiting;
    }

    /** Bytes so far; what an earlier channel received does not count. */
    public long received() {
        return received.get();
    }

    /**
     * Where the conversation stood when the machine ended: what it had sent by then has been received, by this channel and by
     * whoever receives from it. Waits for that; the machine has been stopped, and somebody receives.
     *
     * @return empty if no program was running, or the guest has misbehaved
     */
    public Optional<AgentState> awaitEnd() throws InterruptedException {
        reader.join();
        synchronized (conversationLock) {
            return conversation.isRunning()
                    ? partOfMessage.map(part -> new AgentState(conversation.lastSequence(), part))
                    : Optional.empty();
        }
    }

    private void write() {
        try {
            while (true) {
                ToGuest message = unsent.take();
                byte[] body = message.toByteArray();
                writeFully(ByteBuffer.allocate(LENGTH_BYTES + body.length)
                        .putInt(body.length)
                        .put(body)
                        .flip());
                unwritten.decrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            // The guest is gone or this channel is closed: the reading side tells.
        }
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private void read() {
        try {
            events.finish(readUntilLast());
        } catch (IOException | InterruptedException e) {
            events.finish(new AgentEvent.Closed());
        }
    }

    private AgentEvent readUntilLast() throws IOException, InterruptedException {
        Pace pace = new Pace(MESSAGES_PER_SECOND, MESSAGES_PER_SECOND, System.nanoTime());
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
        ByteBuffer body = ByteBuffer.allocate(MAX_FROM_GUEST_BYTES);
        while (readFully(length.clear())) {
            int bytes = length.getInt(0);
            if (bytes < 1 || bytes > MAX_FROM_GUEST_BYTES) {
                return new AgentEvent.GuestMisbehaved("a message of " + Integer.toUnsignedString(bytes) + " bytes");
            }
            if (!readFully(body.clear().limit(bytes))) {
                partOfMessage = Optional.of(part(length, body));
                return new AgentEvent.Closed();
            }
            AgentEvent event = accept(body.flip());
            if (event.isLast()) {
                return event;
            }
            events.put(event);
            LockSupport.parkNanos(pace.delay(System.nanoTime()));
        }
        partOfMessage = Optional.of(part(length));
        return new AgentEvent.Closed();
    }

    private AgentEvent accept(ByteBuffer message) {
        synchronized (conversationLock) {
            return conversation.accept(message);
        }
    }

    /** False if the stream ended first. */
    private boolean readFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!readSome(bytes)) {
                return false;
            }
        }
        return true;
    }

    private boolean readSome(ByteBuffer bytes) throws IOException {
        if (unread.hasRemaining()) {
            int count = Math.min(unread.remaining(), bytes.remaining());
            bytes.put(unread.slice(unread.position(), count));
            unread.position(unread.position() + count);
            return true;
        }
        waiting = true;
        int count = socket.read(bytes);
        waiting = false;
        received.addAndGet(Math.max(0, count));
        return count >= 0;
    }

    /** What was put into them so far, one behind the other. */
    private static Blob part(ByteBuffer... buffers) {
        ByteBuffer part = ByteBuffer.allocate(LENGTH_BYTES + MAX_FROM_GUEST_BYTES);
        for (ByteBuffer buffer : buffers) {
            part.put(buffer.slice(0, buffer.position()));
        }
        byte[] bytes = new byte[part.flip().remaining()];
        part.get(bytes);
        return Blob.copyOf(bytes);
    }

    /** Whoever waits in {@link #receive} gets {@link AgentEvent.Closed}; what had arrived before can still be received. */
    @Override
    public void close() {
        events.finish(new AgentEvent.Closed());
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was buffered in it, and the descriptor is released all the same.
        }
        reader.interrupt();
        writer.interrupt();
        awaitEnd(reader);
        awaitEnd(writer);
    }

    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
