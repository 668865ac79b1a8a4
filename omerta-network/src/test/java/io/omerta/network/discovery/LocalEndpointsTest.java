package io.omerta.network.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.network.Endpoint;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocalEndpointsTest {
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void wildcard_listsInterfaces_loopbackLast() {
        var endpoints = new LocalEndpoints(List.of(ANY), () -> 50_051).list();

        assertThat(endpoints).endsWith(Endpoint.of("127.0.0.1", 50_051));
        assertThat(endpoints).extracting(Endpoint::host).noneMatch(host -> host.contains(":"));
    }

    @Test
    void address_bound_isTheOnlyOne() {
        var endpoints = new LocalEndpoints(List.of(LOOPBACK), () -> 7);
        endpoints.observe("203.0.113.9");

        assertThat(endpoints.list()).containsExactly(Endpoint.of("127.0.0.1", 7));
    }

    @Test
    void observed_comesBeforeLoopback_atMostThree() {
        var endpoints = new LocalEndpoints(List.of(ANY), () -> 7);
        for (int i = 1; i <= 5; i++) {
            endpoints.observe("203.0.113." + i);
        }

        assertThat(endpoints.list())
                .extracting(Endpoint::host)
                .containsSubsequence("203.0.113.3", "203.0.113.4", "203.0.113.5", "127.0.0.1")
                .doesNotContain("203.0.113.2");
    }

    @Test
    void observed_thatCannotBe_isIgnored() {
        var endpoints = new LocalEndpoints(List.of(ANY), () -> 7);
        var before = endpoints.list();
        List.of(
                        "",
                        "example.org",
                        "127.0.0.2",
                        "0.0.0.0",
                        "224.0.0.1",
                        "169.254.1.1",
                        "fe80::1",
                        "::1",
                        "x".repeat(9_999))
                .forEach(endpoints::observe);

        assertThat(endpoints.list()).isEqualTo(before);
    }

    @Test
    void port_notYetKnown_givesNothing() {
        assertThat(new LocalEndpoints(List.of(ANY), () -> 0).list()).isEmpty();
    }
}
