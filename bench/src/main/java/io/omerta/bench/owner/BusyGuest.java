package io.omerta.bench.owner;

import io.omerta.core.job.Blob;
import io.omerta.core.job.Resources;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.agent.GuestConfiguration;
import io.omerta.vm.agent.GuestProgram;
import io.omerta.vm.agent.VpnSettings;
import io.omerta.vm.frame.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes a machine that boots busy for ever. */
final class BusyGuest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final SecureRandom RANDOM = new SecureRandom();

    private BusyGuest() {}

    static void start(AgentChannel agent) throws InterruptedException, UnknownHostException {
        AgentEvent _ = agent.awaitReady(LIMIT);
        VpnSettings vpn =
                new VpnSettings(random(), random(), Optional.empty(), address("10.0.0.2"), address("10.0.0.1"), 1408);
        agent.configure(new GuestConfiguration("busy", Instant.now(), random(), MacAddress.random(RANDOM), vpn));
        require(agent, new AgentEvent.Configured());
        agent.run(new GuestProgram(
                List.of("sh", "-c", "while :; do :; done"),
                List.of(),
                List.of(),
                32 * Resources.MEBIBYTE,
                100,
                64 * Resources.MEBIBYTE));
        require(agent, new AgentEvent.Started());
    }

    private static void require(AgentChannel agent, AgentEvent expected) throws InterruptedException {
        Optional<AgentEvent> event = agent.receive(LIMIT);
        if (!event.equals(Optional.of(expected))) {
            throw new IllegalStateException("the guest says " + event + ", not " + expected);
        }
    }

    private static Blob random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Blob.copyOf(bytes);
    }

    private static Inet4Address address(String literal) throws UnknownHostException {
        return (Inet4Address) InetAddress.getByName(literal);
    }
}
