package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real virtual machine reaches through the requester's tunnel, and what it does not. */
final class VpnIT {
    private static final byte[] INPUT = JobIT.randomBytes(30 << 20, 11);

    private static Machine machine;
    private static HttpServer server;
    private static final AtomicInteger requests = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/input.data", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, INPUT.length);
            try (exchange) {
                exchange.getResponseBody().write(INPUT);
            }
        });
        server.createContext("/upload", exchange -> {
            byte[] digest =
                    JobIT.sha256(exchange.getRequestBody().readAllBytes()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, digest.length);
            try (exchange) {
                exchange.getResponseBody().write(digest);
            }
        });
        server.start();
        machine = new Machine(Machine.images()).started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        machine.close();
    }

    private static String exposed(int port) {
        return port + ":" + server.getAddress().getPort();
    }

    @Test
    void exposedServer_isFetchedFrom_fileIsIntact() {
        Command.Result result = machine.omerta(
                "submit", "-q", "--expose", exposed(8000), "--script", "wget -qO- http://10.0.0.1:8000/input.data");

        assertThat(result.exitCode()).as(result::stderr).isZero();
        assertThat(JobIT.sha256(result.stdoutBytes())).isEqualTo(JobIT.sha256(INPUT));
    }

    @Test
    void exposedServer_isReachedByName_andReceivesUploads() {
        Command.Result result = machine.omerta(
                "submit",
                "-q",
                "--expose",
                exposed(80),
                "--script",
                "head -c 10000000 /dev/zero > up; curl -s --data-binary @up http://requester/upload; echo; sha256sum"
                        + " up");

        assertThat(result.exitCode()).as("%s", result).isZero();
        String[] lines = result.stdout().split("\n");
        assertThat(lines[1]).startsWith(lines[0]);
    }

    @Test
    void nothingIsExposed_sameRequest_failsAtOnce() {
        Command.Result result = machine.omerta(
                "submit",
                "-q",
                "--script",
                "s=$(date +%s%N); wget -T 20 -t 1 -qO- http://10.0.0.1:8000/input.data; c=$?;"
                        + " echo $((($(date +%s%N) - s) / 1000000)); exit $c");

        assertThat(result.exitCode()).as("%s", result).isEqualTo(4);
        // Of a guest that has little of a processor; a request that nobody answers takes 20 s.
        assertThat(Long.parseLong(result.stdout().strip())).isLessThan(5_000);
    }

    @Test
    void otherPortThanTheExposed_isAsked_isRefused() {
        Command.Result result = machine.omerta(
                "submit", "-q", "--expose", exposed(8000), "--script", "nc -w 5 -z 10.0.0.1 8001 && echo open");

        assertThat(result.exitCode()).as("%s", result).isNotZero();
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void providersAddresses_areTried_noneAnswers() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        try (ServerSocket listener = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        listener.accept().close();
                        accepted.incrementAndGet();
                    }
                } catch (IOException e) {
                    // The listener was closed: the test is over.
                }
            });
            StringBuilder script = new StringBuilder();
            script.append(attempt("127.0.0.1", listener.getLocalPort()));
            for (InetAddress address : NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList()) {
                if (address instanceof Inet4Address) {
                    script.append(attempt(address.getHostAddress(), listener.getLocalPort()));
                }
            }
            script.append(attempt("169.254.77.1", listener.getLocalPort()));
            script.append(attempt("169.254.169.254", 80));
            script.append(attempt("192.168.1.1", 80));
            script.append(attempt("8.8.8.8", 53));
            script.append(attempt("1.1.1.1", 443));

            Command.Result result = machine.omerta("submit", "-q", "--script", script + "echo end");

            assertThat(result.stdout()).isEqualTo("end\n");
            assertThat(result.exitCode()).isZero();
            assertThat(accepted).hasValue(0);
        }
    }

    private static String attempt(String host, int port) {
        return "nc -w 2 -z " + host + " " + port + " 2>/dev/null && echo reached " + host + "\n";
    }

    @Test
    void names_areLookedUp_failFast() {
        Command.Result result = machine.omerta(
                "submit",
                "-q",
                "--script",
                "s=$(date +%s%N); curl -s http://example.com/ && echo reached;"
                        + " [ $((($(date +%s%N) - s) / 1000000)) -lt 5000 ] && echo fast");

        assertThat(result.stdout()).isEqualTo("fast\n");
    }

    @Test
    void bytesOfTheTunnel_areReported() {
        String id = machine.omerta(
                        "submit",
                        "--detach",
                        "--expose",
                        exposed(8000),
                        "--script",
                        "wget -qO /dev/null http://10.0.0.1:8000/input.data")
                .stdout()
                .strip();
        assertThat(machine.omerta("wait", id).exitCode()).isZero();

        var job = machine.json("jobs").get("jobs").get(0);

        assertThat(job.get("end").get("usage").get("bytes_in").asLong()).isGreaterThan(INPUT.length);
        assertThat(job.get("end").get("usage").get("bytes_out").asLong()).isBetween(1L, (long) INPUT.length);
        assertThat(requests.get()).isPositive();
        machine.awaitNoVirtualMachine(Duration.ofSeconds(20));
    }
}
