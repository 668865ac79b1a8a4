package io.omerta.standin;

import static io.omerta.standin.ScriptedDaemon.NOON;
import static io.omerta.standin.ScriptedDaemon.PROVIDER;

import io.omerta.local.DaemonNetworks;
import io.omerta.proto.local.LeaveNetworkResponse;
import io.omerta.proto.local.NetworkDetail;
import io.omerta.proto.local.Peer;
import io.omerta.proto.local.RotateNetworkRequest;
import io.omerta.proto.local.RotateNetworkResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Two networks, always the same. */
public final class ScriptedNetworks implements DaemonNetworks {
    /** Of the network that a test joins. */
    public volatile List<String> problems = List.of();

    /** Only one peer is known. */
    public volatile boolean alone;

    /** Released by every question about peers. */
    public final Semaphore asked = new Semaphore(0);

    /** So many of them are answered at once, the others not before {@link #mayAnswer}. */
    public volatile int answersAtOnce = Integer.MAX_VALUE;

    public final CountDownLatch mayAnswer = new CountDownLatch(1);

    private final AtomicInteger questions = new AtomicInteger();

    /** Of every network. */
    public volatile String joinKey = "omerta://join/eyJr";

    public final List<String> joined = new CopyOnWriteArrayList<>();

    @Override
    public NetworkDetail create(String name) {
        return network().toBuilder().setName(name).build();
    }

    @Override
    public NetworkDetail join(String key) {
        joined.add(key);
        return problems.isEmpty()
                ? network()
                : network().toBuilder()
                        .setPeers(0)
                        .setPeersUp(0)
                        .addAllProblems(problems)
                        .build();
    }

    @Override
    public List<NetworkDetail> list() {
        NetworkDetail other = network().toBuilder()
                .setId("cd".repeat(32))
                .setName("A network whose name is so long that it cannot fit into a table of eighty columns")
                .setCreator(false)
                .setPaused(true)
                .build();
        return List.of(network(), other);
    }

    @Override
    public NetworkDetail show(String reference) {
        return reference.equals("Rotated")
                ? rotate(RotateNetworkRequest.newBuilder().setGraceMs(60_000).build())
                        .getNetwork()
                : network();
    }

    @Override
    public LeaveNetworkResponse leave(String reference) {
        return LeaveNetworkResponse.newBuilder()
                .setId("ab".repeat(32))
                .setName("My Team")
                .build();
    }

    @Override
    public NetworkDetail rename(String reference, String name) {
        return network().toBuilder().setName(name).build();
    }

    @Override
    public NetworkDetail pause(String reference) {
        return network().toBuilder().setPaused(true).build();
    }

    @Override
    public NetworkDetail resume(String reference) {
        return network();
    }

    @Override
    public RotateNetworkResponse rotate(RotateNetworkRequest request) {
        return RotateNetworkResponse.newBuilder()
                .setNetwork(network().toBuilder()
                        .setRotatedUnixMs(NOON.toEpochMilli())
                        .setRotatedBy(PROVIDER)
                        .setGraceEndsUnixMs(NOON.toEpochMilli() + request.getGraceMs()))
                .addMembers(PROVIDER)
                .addAllExcluded(request.getExcludeCount() == 0 ? List.of() : List.of(PROVIDER))
                .build();
    }

    @Override
    public List<Peer> peers(String reference) {
        asked.release();
        if (questions.incrementAndGet() > answersAtOnce) {
            awaitLeave();
        }
        Peer up = Peer.newBuilder()
                .setPeerId(PROVIDER)
                .setName("moss-otter")
                .setNetworkId("ab".repeat(32))
                .setNetworkName("My Team")
                .setReputation(52)
                .setUp(true)
                .setLending(true)
                .setCapacity(ScriptedDaemon.resources(16, 65_536).toBuilder().setGpus(2))
                .setAvailable(ScriptedDaemon.resources(15, 61_440).toBuilder().setGpus(1))
                .addLanguages("bash")
                .addImages("sha256:" + "0f".repeat(32))
                .addEndpoints("192.0.2.1:50051")
                .setVersion("1.0.0")
                .setLastSeenUnixMs(NOON.minusSeconds(3).toEpochMilli())
                .setLatencyUs(1_500)
                .setPath("direct")
                .setPathAddress("192.0.2.1:50051")
                .build();
        Peer down = up.toBuilder()
                .setName("solar-lynx")
                .setNetworkId("cd".repeat(32))
                .setUp(false)
                .setReputation(50)
                .clearPath()
                .clearPathAddress()
                .setLending(false)
                .setLastSeenUnixMs(NOON.minusSeconds(900).toEpochMilli())
                .build();
        return alone ? List.of(up) : List.of(up, down);
    }

    private void awaitLeave() {
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private NetworkDetail network() {
        return NetworkDetail.newBuilder()
                .setId("ab".repeat(32))
                .setName("My Team")
                .setJoinKey(joinKey)
                .addBootstrapPeers("192.0.2.1:50051")
                .setCreatedUnixMs(NOON.minusSeconds(86_400).toEpochMilli())
                .setCreator(true)
                .setPeers(6)
                .setPeersUp(5)
                .build();
    }
}
