package io.omerta.bench.idle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The wire between the daemon's machine, a network namespace, and this one, where all other members are. What passes is counted at
 * the daemon's end. Both namespaces are gone when nobody is in them any more.
 */
final class Wire implements AutoCloseable {
    /** Not a private address: it is to be taken for a machine on the internet. */
    static final String ADDRESS = "12.0.0.2";

    private static final String HERE = "12.0.0.1";
    /** Each of its addresses is of this machine. */
    private static final String OTHERS = "11.0.0.0/8";

    private static final String NAME = "wire";

    /** What passes, by who has asked for it. */
    enum Purpose {
        /** Datagrams of the overlay, in both directions questions and answers. */
        OVERLAY,
        /** Calls that others make here. */
        CALLS_OF_OTHERS,
        /** Calls that this daemon makes. */
        OWN_CALLS,
        /** What belongs to none of them: there should be none. */
        OTHER
    }

    /** Which way, as the daemon sees it. */
    enum Direction {
        IN,
        OUT
    }

    /** Bytes of IP packets, with all headers from IP's on. */
    record Counts(Map<Purpose, Long> in, Map<Purpose, Long> out) {
        Counts {
            in = Map.copyOf(in);
            out = Map.copyOf(out);
        }

        long total() {
            return sum(in) + sum(out);
        }

        long of(Purpose purpose) {
            return in.getOrDefault(purpose, 0L) + out.getOrDefault(purpose, 0L);
        }

        static long sum(Map<Purpose, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Keeps the namespace as long as its standard input is open: no longer than this process lives. */
    private final Process holder;

    private Wire(Process holder) {
        this.holder = holder;
    }

    /** @param port that the daemon will listen on */
    static Wire create(int port) throws IOException, InterruptedException {
        // The terminal interrupts it too, and the daemon is to be stopped first.
        Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "trap '' INT; echo; exec cat").start();
        Wire wire = new Wire(holder);
        try {
            int _ = holder.getInputStream().read();
            wire.lay();
            wire.count(port);
            return wire;
        } catch (IOException | InterruptedException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private void lay() throws IOException, InterruptedException {
        run("ip", "link", "set", "lo", "up");
        run("ip", "route", "add", "local", OTHERS, "dev", "lo");
        run("ip", "link", "add", NAME, "type", "veth", "peer", "name", NAME, "netns", Long.toString(holder.pid()));
        run("ip", "address", "add", HERE + "/30", "dev", NAME);
        run("ip", "link", "set", NAME, "up");
        // The kernel's own messages are not the daemon's.
        inside("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=1");
        inside("ip", "link", "set", "lo", "up");
        inside("ip", "address", "add", ADDRESS + "/30", "dev", NAME);
        inside("ip", "link", "set", NAME, "up");
        inside("ip", "route", "add", "default", "via", HERE);
    }

    private void count(int port) throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder("table inet idle {\n");
        for (Direction direction : Direction.values()) {
            for (Purpose purpose : Purpose.values()) {
                rules.append("counter ").append(name(purpose, direction)).append(" {}\n");
            }
        }
        rules.append(chain(Direction.IN, "input", "iifname", "dport", port));
        rules.append(chain(Direction.OUT, "output", "oifname", "sport", port));
        inside(rules.append("}\n").toString(), List.of("nft", "-f", "-"));
    }

    private static String chain(Direction direction, String hook, String interfaceName, String own, int port) {
        return "chain " + hook + " { type filter hook " + hook + " priority 0;\n"
                + interfaceName + " != \"" + NAME + "\" accept\n"
                + "meta l4proto udp counter name " + name(Purpose.OVERLAY, direction) + " accept\n"
                + "tcp " + own + " " + port + " counter name " + name(Purpose.CALLS_OF_OTHERS, direction) + " accept\n"
                + "meta l4proto tcp counter name " + name(Purpose.OWN_CALLS, direction) + " accept\n"
                + "counter name " + name(Purpose.OTHER, direction) + " accept\n}\n";
    }

    private static String name(Purpose purpose, Direction direction) {
        return purpose + "_" + direction;
    }

    Counts counts() throws IOException, InterruptedException {
        JsonNode all = JsonMapper.shared().readTree(inside("nft", "-j", "list", "counters"));
        Map<Purpose, Long> in = new EnumMap<>(Purpose.class);
        Map<Purpose, Long> out = new EnumMap<>(Purpose.class);
        for (JsonNode each : all.path("nftables")) {
            JsonNode counter = each.path("counter");
            for (Purpose purpose : Purpose.values()) {
                String name = counter.path("name").asString("");
                if (name.equals(name(purpose, Direction.IN))) {
                    in.put(purpose, counter.path("bytes").asLong());
                } else if (name.equals(name(purpose, Direction.OUT))) {
                    out.put(purpose, counter.path("bytes").asLong());
                }
            }
        }
        if (in.size() != Purpose.values().length || out.size() != Purpose.values().length) {
            throw new IOException("could not read the counters: some are missing");
        }
        return new Counts(in, out);
    }

    /** What runs a program on the daemon's machine: to be followed by it. */
    List<String> entering() {
        return List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net");
    }

    private String inside(String... command) throws IOException, InterruptedException {
        return inside("", List.of(command));
    }

    private String inside(String input, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(entering());
        whole.addAll(command);
        return run(input, whole);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        String _ = run("", List.of(command));
    }

    private static String run(String input, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("could not run " + String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }

    @Override
    public void close() {
        holder.destroy();
    }
}
