package io.omerta.local;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the Unix socket of the local API and the threads that serve it. */
public final class LocalServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalServer.class);
    /** Time for answers on their way, such as the one to {@code omertad stop}. */
    private static final long GRACE_MILLISECONDS = 500;

    private static final long CLOSE_SECONDS = 2;

    private final Path socket;
    private final EventLoopGroup loop;
    private final ExecutorService calls;
    private final Server server;

    private LocalServer(Path socket, EventLoopGroup loop, ExecutorService calls, Server server) {
        this.socket = socket;
        this.loop = loop;
        this.calls = calls;
        this.server = server;
    }

    /**
     * Listens. The caller holds the lock of the home: a socket file that lies there is one that a dead daemon left.
     *
     * @throws OmertaException when the socket cannot be made
     */
    public static LocalServer start(Path socket, DaemonOperations operations) {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("local", true), NioIoHandler.newFactory());
        ExecutorService calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("local-call-", 0).factory());
        try {
            Files.deleteIfExists(socket);
            Path folder = socket.toAbsolutePath().getParent();
            UserPrincipal owner = Files.getOwner(folder == null ? Path.of("/") : folder);
            Server server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                    .channelFactory(() -> listening(owner))
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop)
                    // gRPC sets it, and a Unix socket does not know it.
                    .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                    .executor(calls)
                    .maxInboundMessageSize(LocalProtocol.MAX_MESSAGE_BYTES)
                    .intercept(new VersionCheck())
                    .addService(new LocalService(operations, calls))
                    .build()
                    .start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return new LocalServer(socket, loop, calls, server);
        } catch (IOException e) {
            calls.shutdownNow();
            var _ = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
            throw new OmertaException(
                    ErrorCode.IN_USE, "could not listen at " + socket + ": " + e.getMessage(), "ls -l " + socket, e);
        }
    }

    private static NioServerDomainSocketChannel listening(UserPrincipal owner) {
        NioServerDomainSocketChannel channel = new NioServerDomainSocketChannel();
        channel.pipeline().addLast(new SameUserOnly(owner));
        return channel;
    }

    /** Answers what is on its way, then breaks off the rest; takes at most some seconds. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
            calls.shutdownNow();
            boolean _ = server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    && calls.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        boolean _ = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.warn("could not remove {}: {}", socket, e.getMessage());
        }
    }
}
