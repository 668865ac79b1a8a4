package io.omerta.vm.agent;

import io.omerta.core.job.Blob;
import io.omerta.vm.frame.MacAddress;
import java.time.Instant;

/**
 * What makes a booted machine this job's machine.
 *
 * @param hostname a name by RFC 1123 §2.1, one label
 * @param time the wall clock to set
 * @param randomSeed at least 32 bytes of true randomness, never used twice
 * @param macAddress of eth0
 */
public record GuestConfiguration(
        String hostname, Instant time, Blob randomSeed, MacAddress macAddress, VpnSettings vpn) {
    private static final int MIN_SEED_BYTES = 32;
    private static final int MAX_SEED_BYTES = 512;

    public GuestConfiguration {
        if (!hostname.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("hostname: \"" + hostname + "\"");
        }
        if (randomSeed.size() < MIN_SEED_BYTES || randomSeed.size() > MAX_SEED_BYTES) {
            throw new IllegalArgumentException("random seed: " + randomSeed.size() + " bytes");
        }
    }
}
