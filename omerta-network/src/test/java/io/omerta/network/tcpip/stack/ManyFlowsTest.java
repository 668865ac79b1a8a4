package io.omerta.network.tcpip.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.network.tcpip.flow.Verdict;
import io.omerta.network.tcpip.socket.TcpEnd;
import io.omerta.testkit.link.LinkConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of flows of one guest at once, in virtual time. */
final class ManyFlowsTest {
    private static final int FLOWS = 3_000;
    private static final int LENGTH = 10_000;

    @Test
    void thousandsOfFlows_atOnce_deliverEveryByteOnce() {
        List<Transfer> servers = new ArrayList<>();
        List<Transfer> clients = new ArrayList<>();
        TwoStacks net = new TwoStacks(
                LinkConditions.clean(10).withLoss(0.01),
                1,
                request -> new Verdict.ServeTcp(flow -> {
                    Transfer server = new Transfer(LENGTH, request.sourcePort());
                    servers.add(server);
                    flow.accept();
                    return server;
                }));
        for (int i = 0; i < FLOWS; i++) {
            Transfer client = new Transfer(LENGTH, i);
            clients.add(client);
            net.connect(8_000, client);
        }

        boolean done = net.runUntil(
                () -> servers.size() == FLOWS
                        && servers.stream().allMatch(Transfer::isOver)
                        && clients.stream().allMatch(Transfer::isOver),
                Duration.ofMinutes(10));

        assertThat(done).isTrue();
        assertThat(clients).allMatch(client -> client.end() == TcpEnd.FINISHED && client.receivedBytes() == LENGTH);
        assertThat(hashes(clients, true)).containsExactlyInAnyOrderElementsOf(hashes(servers, false));
        assertThat(hashes(clients, false)).containsExactlyInAnyOrderElementsOf(hashes(servers, true));
    }

    private static List<String> hashes(List<Transfer> transfers, boolean sent) {
        return transfers.stream()
                .map(transfer -> sent ? transfer.sentHash() : transfer.receivedHash())
                .toList();
    }
}
