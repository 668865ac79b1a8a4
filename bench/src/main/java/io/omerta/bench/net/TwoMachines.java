package io.omerta.bench.net;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Two network namespaces, joined by a wire (veth), gone when this is closed. */
public final class TwoMachines implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String NEAR_ADDRESS = "192.168.77.1";
    private static final String FAR_ADDRESS = "192.168.77.2";

    private final Machine near;
    private final Machine far;

    private TwoMachines(Machine near, Machine far) {
        this.near = near;
        this.far = far;
    }

    public static TwoMachines create() throws IOException, InterruptedException {
        String name = "omb" + ProcessHandle.current().pid() % 1_000_000 + "x" + COUNT.incrementAndGet();
        Machine near = new Machine(name + "n", NEAR_ADDRESS);
        Machine far = new Machine(name + "f", FAR_ADDRESS);
        Commands.run("ip", "netns", "add", near.namespace());
        Commands.run("ip", "netns", "add", far.namespace());
        Commands.run(
                "ip",
                "link",
                "add",
                "wire",
                "netns",
                near.namespace(),
                "type",
                "veth",
                "peer",
                "name",
                "wire",
                "netns",
                far.namespace());
        bringUp(near);
        bringUp(far);
        return new TwoMachines(near, far);
    }

    private static void bringUp(Machine machine) throws IOException, InterruptedException {
        Commands.run("ip", "-n", machine.namespace(), "address", "add", machine.address() + "/24", "dev", "wire");
        Commands.run("ip", "-n", machine.namespace(), "link", "set", "wire", "up");
        Commands.run("ip", "-n", machine.namespace(), "link", "set", "lo", "up");
    }

    public Machine near() {
        return near;
    }

    public Machine far() {
        return far;
    }

    @Override
    public void close() throws IOException {
        try {
            Commands.run("ip", "netns", "delete", near.namespace());
            Commands.run("ip", "netns", "delete", far.namespace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
