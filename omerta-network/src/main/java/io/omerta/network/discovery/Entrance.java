package io.omerta.network.discovery;

import io.omerta.core.network.Endpoint;
import io.omerta.core.network.Network;
import io.omerta.network.dht.Contact;
import io.omerta.network.dht.DhtNode;
import io.omerta.network.dht.NodeAddress;
import io.omerta.network.dht.NodeId;
import io.omerta.network.dht.Timers;
import io.omerta.network.dht.socket.DhtSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into an overlay: asks those that came with the network's key, those of earlier runs and everybody on the LAN, until somebody
 * answers, and again when all are gone.
 */
final class Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_ADDRESSES = 2;

    /** Where somebody may be. */
    private record Doors(List<Contact> contacts, List<NodeAddress> addresses) {}

    private final Network network;
    private final DiscoveryParts parts;
    private final DhtSocket socket;
    private final DhtSocket.Line line;
    private final DhtNode node;
    private final Timers timers;
    private final Runnable entered;
    private final List<Runnable> waiting = new ArrayList<>();
    private Duration pause = FIRST;
    private Timers.Timer next = () -> {};
    /** Where it asks just now. */
    private Set<NodeAddress> asked = Set.of();

    private boolean tried;
    private boolean inside;
    private boolean closed;

    /** @param entered is run when there is somebody */
    Entrance(
            Network network,
            DiscoveryParts parts,
            DhtSocket socket,
            DhtSocket.Line line,
            DhtNode node,
            Runnable entered) {
        this.network = network;
        this.parts = parts;
        this.socket = socket;
        this.line = line;
        this.node = node;
        this.timers = socket.timers();
        this.entered = entered;
    }

    void start() {
        tryDoors();
    }

    /** @param action is run when it is known for the first time whether there is somebody; at once if that was before */
    void onceTried(Runnable action) {
        if (tried) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    /** Names are looked up elsewhere: that may take long. */
    private void tryDoors() {
        if (closed) {
            return;
        }
        if (!node.contacts().isEmpty()) {
            later(LONGEST);
            return;
        }
        inside = false;
        line.multicast(node.greeting());
        List<Endpoint> endpoints = new ArrayList<>(network.bootstrapPeers());
        Thread.ofVirtual().name("doors").start(() -> {
            endpoints.addAll(parts.memory().recall(network.id()));
            Doors doors = doors(endpoints);
            socket.execute(() -> ask(doors));
        });
    }

    private void ask(Doors doors) {
        if (closed) {
            return;
        }
        asked = new HashSet<>(doors.addresses());
        doors.contacts().forEach(contact -> asked.add(contact.address()));
        if (asked.isEmpty()) {
            known(0);
        } else {
            node.bootstrap(doors.contacts(), doors.addresses(), this::known);
        }
    }

    private void later(Duration wait) {
        next.cancel();
        next = timers.after(wait, this::tryDoors);
    }

    private void known(int nodes) {
        asked = Set.of();
        if (closed || inside) {
            return;
        }
        if (nodes > 0) {
            inside = true;
            pause = FIRST;
            later(LONGEST);
            LOG.debug("in the overlay of {}, {} nodes known", network.name(), nodes);
            entered.run();
        } else {
            later(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
        tried = true;
        List.copyOf(waiting).forEach(Runnable::run);
        waiting.clear();
    }

    /** Somebody has found us: as good as having found somebody. */
    void heardFrom(Contact contact) {
        if (!inside
                && !closed
                && !asked.contains(contact.address())
                && node.contacts().contains(contact)) {
            inside = true;
            node.bootstrap(List.of(), List.of(), nodes -> {
                inside = false;
                known(nodes);
            });
        }
    }

    private Doors doors(List<Endpoint> endpoints) {
        Set<Contact> contacts = new HashSet<>();
        Set<NodeAddress> addresses = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.peer().equals(Optional.of(parts.identity().peerId()))) {
                continue;
            }
            for (NodeAddress address : resolve(endpoint)) {
                endpoint.peer()
                        .ifPresentOrElse(
                                peer -> contacts.add(new Contact(NodeId.of(peer), address)),
                                () -> addresses.add(address));
            }
        }
        return new Doors(List.copyOf(contacts), List.copyOf(addresses));
    }

    private List<NodeAddress> resolve(Endpoint endpoint) {
        List<NodeAddress> addresses = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
                if (addresses.size() < MOST_ADDRESSES) {
                    addresses.add(NodeAddress.of(new InetSocketAddress(address, endpoint.port())));
                }
            }
        } catch (UnknownHostException e) {
            LOG.info("the bootstrap peer {} of {} does not resolve", endpoint.address(), network.name());
        }
        return addresses;
    }

    void close() {
        closed = true;
        next.cancel();
    }
}
