package io.omerta.network.wireguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Timestamps of initiations, the limit per source, and the names of sources. */
final class DeviceClocksTest {
    private static final long NOW = -5;

    @Test
    void timestamp_isTai64nInSteps() {
        TimestampSource source = new TimestampSource(Instant.ofEpochSecond(0, 20_000_000), NOW);
        // 2^62 + 10 s, then 20 ms cut to one step of 2^24 ns.
        assertThat(source.next(NOW)).isEqualTo(HexFormat.of().parseHex("400000000000000a" + "01000000"));
    }

    @Test
    void timestamp_alwaysGrows() {
        TimestampSource source = new TimestampSource(Instant.ofEpochSecond(1, 999_999_999), NOW);
        byte[] last = source.next(NOW);
        for (int i = 0; i < 200; i++) {
            byte[] next = source.next(NOW + i / 50);
            assertThat(Arrays.compareUnsigned(next, last)).isPositive();
            last = next;
        }
    }

    @Test
    void limiter_allowsFiveAtOnceAndTwentyASecond() {
        SourceLimiter limiter = new SourceLimiter();
        byte[] source = {1, 2, 3, 4};
        assertThat(allowed(limiter, source, NOW, 10)).isEqualTo(5);
        assertThat(allowed(limiter, source, NOW + Duration.ofMillis(50).toNanos(), 10))
                .isEqualTo(1);
        assertThat(allowed(limiter, source, NOW + Duration.ofSeconds(9).toNanos(), 10))
                .isEqualTo(5);
    }

    private static int allowed(SourceLimiter limiter, byte[] source, long now, int tries) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            allowed += limiter.allow(source.clone(), now) ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void limiter_manySources_staysBoundedAndRecovers() {
        SourceLimiter limiter = new SourceLimiter();
        for (int i = 0; i < SourceLimiter.SOURCES_MAX; i++) {
            assertThat(limiter.allow(SimulatedLink.bytesOf("source " + i), NOW)).isTrue();
        }
        assertThat(limiter.allow(SimulatedLink.bytesOf("one more"), NOW)).isFalse();
        long later = NOW + Duration.ofSeconds(2).toNanos();
        assertThat(limiter.allow(SimulatedLink.bytesOf("one more"), later)).isTrue();
    }

    @Test
    void socketNames_tellPortsApartButShareTheAllowance() {
        EndpointNames<InetSocketAddress> names = EndpointNames.ofSockets();
        InetSocketAddress one = new InetSocketAddress("192.0.2.1", 1);
        InetSocketAddress two = new InetSocketAddress("192.0.2.1", 2);
        assertThat(names.exact(one)).isNotEqualTo(names.exact(two));
        assertThat(names.group(one)).isEqualTo(names.group(two));
        InetSocketAddress six = new InetSocketAddress("2001:db8::1", 1);
        InetSocketAddress sameNetwork = new InetSocketAddress("2001:db8::ffff:1", 1);
        assertThat(names.exact(six)).isNotEqualTo(names.exact(sameNetwork));
        assertThat(names.group(six)).isEqualTo(names.group(sameNetwork));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names.exact(InetSocketAddress.createUnresolved("example.org", 1)));
    }
}
