package io.omerta.consumer.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Knows the addresses of names. */
@FunctionalInterface
public interface NameResolver {
    /** The resolver that this machine's other programs use, {@code /etc/hosts} included. */
    NameResolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /**
     * May take long.
     *
     * @throws UnknownHostException if there is none, or nobody answers
     */
    List<InetAddress> resolve(String name) throws UnknownHostException;
}
