package io.omerta.consumer.stream;

import io.omerta.network.tcpip.flow.TcpFlow;
import io.omerta.network.tcpip.flow.TcpFlowHandler;
import io.omerta.network.tcpip.flow.TcpService;
import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.TcpEnd;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a guest's connections by blocking code. Ends them when the flows of the guest end, which their owner sees to. */
public final class StreamService implements TcpService {
    private static final Logger LOG = LoggerFactory.getLogger(StreamService.class);

    /** At a time and of one guest; each may hold half a megabyte. */
    private static final int MOST_CONNECTIONS = 128;

    /** What is read, and forgotten, of a guest that goes on sending after the conversation. */
    private static final long MOST_UNREAD_BYTES = 1L << 20;

    private final String name;
    private final Conversation conversation;
    private final Executor loop;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param name of its threads
     * @param loop runs tasks on the hub's thread
     */
    public StreamService(String name, Conversation conversation, Executor loop) {
        this.name = name;
        this.conversation = conversation;
        this.loop = loop;
    }

    @Override
    public TcpFlowHandler begin(TcpFlow flow) {
        if (open.get() >= MOST_CONNECTIONS) {
            flow.refuse(new Verdict.Reset("it has " + MOST_CONNECTIONS + " connections there already"));
            return new Refused();
        }
        open.incrementAndGet();
        flow.accept();
        FlowConnection connection = new FlowConnection(flow, loop);
        Thread.ofVirtual().name(name).start(() -> serve(connection));
        return connection;
    }

    private void serve(FlowConnection connection) {
        try {
            if (!isServed(connection)) {
                connection.abort();
            }
        } finally {
            open.decrementAndGet();
        }
    }

    private boolean isServed(FlowConnection connection) {
        try {
            conversation.hold(connection.input(), connection.output());
            connection.end();
            return hasEnded(connection.input());
        } catch (IOException e) {
            LOG.debug("a connection of {} broke: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("could not serve a connection of {}: {}", name, e.toString(), e);
        }
        return false;
    }

    /** Waits for the guest to end its side: one that is reset while it sends loses what it was answered. */
    private static boolean hasEnded(InputStream in) throws IOException {
        byte[] unread = new byte[8 << 10];
        long left = MOST_UNREAD_BYTES;
        int count = in.read(unread);
        while (count >= 0 && left > 0) {
            left -= count;
            count = in.read(unread);
        }
        return count < 0;
    }

    /** Handles a flow that was refused at once. */
    private static final class Refused implements TcpFlowHandler {
        @Override
        public void ready(TcpFlow flow) {}

        @Override
        public void ended(TcpFlow flow, TcpEnd end) {}
    }
}
