package io.omerta.local;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sits on the listening channel and closes what another user has connected. The modes of the socket and its folder keep
 * others out already; this holds where somebody has changed them.
 */
final class SameUserOnly extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(SameUserOnly.class);
    private static final ChannelOption<UnixDomainPrincipal> CREDENTIALS =
            NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

    private final UserPrincipal owner;

    SameUserOnly(UserPrincipal owner) {
        this.owner = owner;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        UnixDomainPrincipal caller = connection.config().getOption(CREDENTIALS);
        if (caller != null && caller.user().equals(owner)) {
            context.fireChannelRead(accepted);
            return;
        }
        log.warn("could not accept a connection to the local socket: it came from {}", caller);
        connection.unsafe().closeForcibly();
    }
}
