package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code --allow} and {@code --internet} let a real virtual machine reach, and what it does not get by accident. */
final class NetworkPolicyIT {
    private static StandInInternet internet;
    private static Machine machine;

    @BeforeAll
    static void start() {
        internet = new StandInInternet();
        machine = new Machine(Machine.images()).behind(internet.prefix()).started();
        machine.createNetwork("My Team");
    }

    @AfterAll
    static void stop() {
        try {
            machine.close();
        } finally {
            internet.close();
        }
    }

    /** Tells what a request gives, or that it failed, and if that took 5 s or more: what nobody answers takes longer. */
    private static String get(String host) {
        return "t=$(curl -s -m 20 -o got -w '%{time_total}' http://" + host + "/) && cat got || { echo failed " + host
                + "; [ ${t%.*} -lt 5 ] || echo slow " + host + "; }\n";
    }

    private static Command.Result submit(String script, String... options) {
        List<String> all = new ArrayList<>(List.of("submit", "-q"));
        all.addAll(Arrays.asList(options));
        all.addAll(List.of("--script", script));
        return machine.omerta(all.toArray(String[]::new));
    }

    @Test
    void nothingAllowed_namesAndAddresses_failAtOnce() {
        Command.Result result = submit(get("public.test") + get("8.8.4.4") + get("192.168.50.1"));
        assertThat(result.stdout()).isEqualTo("failed public.test\nfailed 8.8.4.4\nfailed 192.168.50.1\n");
    }

    @Test
    void allowedName_isReachedAtItsPortAndNowhereElse() {
        Command.Result result = submit(
                get("public.test") + get("public.test:81") + get("other.test") + get("8.8.8.8") + get("lan.test"),
                "--allow",
                "public.test:80");
        assertThat(result.stdout())
                .isEqualTo(
                        "reached 8.8.4.4\nfailed public.test:81\nfailed other.test\nfailed 8.8.8.8\nfailed lan.test\n");
    }

    @Test
    void allowedAddresses_areReachedWithoutAName() {
        Command.Result result = submit(
                get("8.8.8.8") + get("8.8.4.4:81") + get("192.168.50.1") + get("192.168.50.1:81"),
                "--allow",
                "8.8.8.0/24",
                "--allow",
                "192.168.50.1:80");
        assertThat(result.stdout())
                .isEqualTo("reached 8.8.8.8\nfailed 8.8.4.4:81\nreached 192.168.50.1\nfailed 192.168.50.1:81\n");
    }

    @Test
    void allowedName_thatLeadsIntoTheRequestersNetwork_isNotReached() {
        Command.Result result = submit(
                get("lan.test") + get("own.test") + get("loop.test") + get("metadata.test") + get("192.168.50.1")
                        + "getent ahostsv4 mixed.test | awk '{print $1}' | sort -u\n",
                "--allow",
                "lan.test",
                "--allow",
                "own.test",
                "--allow",
                "loop.test",
                "--allow",
                "metadata.test",
                "--allow",
                "mixed.test");
        assertThat(result.stdout()).isEqualTo("""
            failed lan.test
            failed own.test
            failed loop.test
            failed metadata.test
            failed 192.168.50.1
            8.8.4.4
            """);
    }

    @Test
    void allowedName_whoseAddressIsNamedToo_isReached() {
        Command.Result result =
                submit(get("lan.test"), "--allow", "lan.test", "--allow", StandInInternet.ROUTER + ":80");
        assertThat(result.stdout()).isEqualTo("reached 192.168.50.1\n");
    }

    @Test
    void internet_isReached_theRequestersNetworkIsNot() {
        String own = StandInInternet.REQUESTER + ":" + machine.port();
        Command.Result result = submit(
                get("public.test")
                        + get("other.test:81")
                        + get("8.8.8.8")
                        + get("8.8.8.8:25")
                        + get("lan.test")
                        + get("192.168.50.1")
                        + get(own)
                        + get("169.254.169.254")
                        + get("10.0.0.3")
                        + get("nosuch.test"),
                "--internet");
        assertThat(result.stdout())
                .isEqualTo("reached 8.8.4.4\nreached 8.8.8.8\nreached 8.8.8.8\nfailed 8.8.8.8:25\nfailed lan.test\n"
                        + "failed 192.168.50.1\nfailed " + own
                        + "\nfailed 169.254.169.254\nfailed 10.0.0.3\nfailed nosuch.test\n");
    }

    @Test
    void allowedBlockOfEverything_isNotTheRequestersNetwork() {
        Command.Result result =
                submit(get("8.8.8.8") + get("192.168.50.1") + get("169.254.169.254"), "--allow", "0.0.0.0/0");
        assertThat(result.stdout()).isEqualTo("reached 8.8.8.8\nfailed 192.168.50.1\nfailed 169.254.169.254\n");
    }

    @Test
    void allowedUdp_isForwarded_otherUdpIsRefusedAtOnce() {
        Command.Result result = submit("""
            python3 - <<'P'
            import socket
            for host in '8.8.4.4', '8.8.8.8':
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.settimeout(10)
                s.connect((host, 9999))
                try:
                    s.send(b'hi')
                    print(s.recv(100).decode())
                except TimeoutError:
                    print('no answer')
                except OSError as e:
                    print('refused')
            P
            """, "--allow", "8.8.4.4:9999");
        assertThat(result.stdout()).isEqualTo("echo hi\nrefused\n");
    }

    @Test
    void whatWasTried_isExplained() {
        String id = machine.omerta(
                        "submit",
                        "--detach",
                        "--allow",
                        "public.test",
                        "--script",
                        get("public.test") + get("8.8.8.8") + get("other.test"))
                .stdout()
                .strip();
        machine.omerta("wait", id);
        assertThat(machine.omerta("explain", id).stdout())
                .contains("network: 1 connection let through, 1 refused; 1 name told, ")
                .contains("    TCP 8.8.8.8:80: no --allow names it\n")
                .contains("    other.test: no --allow names it\n");
        var flows = machine.json("explain", id).get("end").get("usage").get("flows");
        assertThat(flows.get("allowed").asLong()).isEqualTo(1);
        assertThat(flows.get("refused").asLong()).isEqualTo(1);
    }
}
