package io.omerta.network.path;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says which way the datagrams of one tunnel go: the first change each way for everybody, later ones for who looks closely. */
final class PathLog {
    private static final Logger LOG = LoggerFactory.getLogger(PathLog.class);

    private final String name;

    @GuardedBy("this")
    private boolean toldDirect;

    @GuardedBy("this")
    private boolean toldLost;

    PathLog(String name) {
        this.name = name;
    }

    synchronized void direct(InetSocketAddress to) {
        LOG.atLevel(toldDirect ? Level.DEBUG : Level.INFO).log("{}: datagrams go directly to {} by UDP", name, to);
        toldDirect = true;
    }

    synchronized void lost() {
        LOG.atLevel(toldLost ? Level.DEBUG : Level.INFO)
                .log("{}: datagrams go through the stream again, until UDP answers", name);
        toldLost = true;
    }
}
