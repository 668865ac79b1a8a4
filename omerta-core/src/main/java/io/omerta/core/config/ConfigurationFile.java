package io.omerta.core.config;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code config.json} as it stands: null for what is left out. Each part is checked where it is read, for its line. */
record ConfigurationFile(
        @Nullable Integer port,
        @Nullable String bind,
        @Nullable Boolean multicast,
        @Nullable Lend lend,
        @Nullable Limits limits,
        @Nullable Vm vm,
        @Nullable Hub hub,
        @Nullable Paths paths,
        @Nullable Dht dht) {
    static final ConfigurationFile EMPTY = new ConfigurationFile(null, null, null, null, null, null, null, null, null);

    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofDays(1);
    private static final long DEFAULT_OUTPUT_LIMIT_BYTES = 1L << 30;
    private static final int DEFAULT_QUEUE_LENGTH = 100;
    private static final int DEFAULT_POOL = 1;
    private static final long DEFAULT_TEMPLATES_MEGABYTES = 4_096;
    private static final int DEFAULT_K = 20;
    private static final int DEFAULT_ALPHA = 3;

    ConfigurationFile {
        if (port != null) {
            Configuration.requireBetween("port", port, 0, 65_535);
        }
    }

    Configuration toConfiguration() {
        return new Configuration(
                or(port, Configuration.DEFAULT_PORT),
                or(bind, "0.0.0.0"),
                or(multicast, true),
                or(lend, new Lend(null, null, null, null, null, null)).toLending(),
                or(limits, new Limits(null, null, null)).toLimits(),
                or(vm, new Vm(null, null, null, null, null, null, null)).toSettings(),
                or(hub, new Hub(null)).toRange(),
                or(paths, new Paths(null, null)).toPaths(),
                or(dht, new Dht(null, null)).toDht());
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    record Lend(
            @Nullable Boolean enabled,
            @Nullable Integer cpus,
            @Nullable Long memoryMegabytes,
            @Nullable Long diskMegabytes,
            @Nullable List<String> gpus,
            @Nullable List<String> vpnServers) {
        Lend {
            lending(true, cpus, memoryMegabytes, diskMegabytes, gpus, vpnServers);
        }

        Configuration.Lending toLending() {
            return lending(or(enabled, true), cpus, memoryMegabytes, diskMegabytes, gpus, vpnServers);
        }

        private static Configuration.Lending lending(
                boolean enabled,
                @Nullable Integer cpus,
                @Nullable Long memoryMegabytes,
                @Nullable Long diskMegabytes,
                @Nullable List<String> gpus,
                @Nullable List<String> vpnServers) {
            return new Configuration.Lending(
                    enabled,
                    optional(cpus),
                    optional(memoryMegabytes),
                    optional(diskMegabytes),
                    gpus == null
                            ? List.of()
                            : gpus.stream().map(PciAddress::parse).toList(),
                    vpnServers == null ? VpnServers.PUBLIC : VpnServers.parse(vpnServers));
        }

        private static OptionalInt optional(@Nullable Integer value) {
            return value == null ? OptionalInt.empty() : OptionalInt.of(value);
        }

        private static OptionalLong optional(@Nullable Long value) {
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    record Limits(
            @Nullable Long timeSeconds,
            @Nullable Long outputBytes,
            @Nullable Integer queueLength) {
        Limits {
            limits(timeSeconds, outputBytes, queueLength);
        }

        Configuration.JobLimits toLimits() {
            return limits(timeSeconds, outputBytes, queueLength);
        }

        private static Configuration.JobLimits limits(
                @Nullable Long timeSeconds, @Nullable Long outputBytes, @Nullable Integer queueLength) {
            return new Configuration.JobLimits(
                    timeSeconds == null ? DEFAULT_TIME_LIMIT : Duration.ofSeconds(timeSeconds),
                    or(outputBytes, DEFAULT_OUTPUT_LIMIT_BYTES),
                    or(queueLength, DEFAULT_QUEUE_LENGTH));
        }
    }

    record Vm(
            @Nullable String acceleration,
            @Nullable Boolean allowTestImage,
            @Nullable Boolean checkpointOnStop,
            @Nullable Boolean pauseWhenOwnerActive,
            @Nullable Long resumeAfterIdleSeconds,
            @Nullable Integer pool,
            @Nullable Long templatesMegabytes) {
        private static final Duration DEFAULT_IDLE_BEFORE_RESUME = Duration.ofMinutes(5);

        Vm {
            settings(
                    acceleration,
                    allowTestImage,
                    checkpointOnStop,
                    pauseWhenOwnerActive,
                    resumeAfterIdleSeconds,
                    pool,
                    templatesMegabytes);
        }

        Configuration.VmSettings toSettings() {
            return settings(
                    acceleration,
                    allowTestImage,
                    checkpointOnStop,
                    pauseWhenOwnerActive,
                    resumeAfterIdleSeconds,
                    pool,
                    templatesMegabytes);
        }

        private static Configuration.VmSettings settings(
                @Nullable String acceleration,
                @Nullable Boolean allowTestImage,
                @Nullable Boolean checkpointOnStop,
                @Nullable Boolean pauseWhenOwnerActive,
                @Nullable Long resumeAfterIdleSeconds,
                @Nullable Integer pool,
                @Nullable Long templatesMegabytes) {
            return new Configuration.VmSettings(
                    acceleration(acceleration),
                    or(allowTestImage, false),
                    or(checkpointOnStop, true),
                    owner(pauseWhenOwnerActive, resumeAfterIdleSeconds),
                    or(pool, DEFAULT_POOL),
                    or(templatesMegabytes, DEFAULT_TEMPLATES_MEGABYTES));
        }

        private static Configuration.OwnerFirst owner(@Nullable Boolean pause, @Nullable Long idleSeconds) {
            return new Configuration.OwnerFirst(
                    or(pause, false),
                    idleSeconds == null ? DEFAULT_IDLE_BEFORE_RESUME : Duration.ofSeconds(idleSeconds));
        }

        private static Configuration.Acceleration acceleration(@Nullable String word) {
            return switch (or(word, "auto")) {
                case "auto" -> Configuration.Acceleration.AUTO;
                case "kvm" -> Configuration.Acceleration.KVM;
                case "tcg" -> Configuration.Acceleration.TCG;
                default ->
                    throw new IllegalArgumentException(
                            "vm.acceleration: \"" + word + "\" is not one of auto, kvm, tcg");
            };
        }
    }

    record Paths(@Nullable Boolean direct, @Nullable Integer port) {
        Paths {
            paths(direct, port);
        }

        Configuration.Paths toPaths() {
            return paths(direct, port);
        }

        private static Configuration.Paths paths(@Nullable Boolean direct, @Nullable Integer port) {
            return new Configuration.Paths(or(direct, true), or(port, 0));
        }
    }

    record Dht(@Nullable Integer k, @Nullable Integer alpha) {
        Dht {
            dht(k, alpha);
        }

        Configuration.Dht toDht() {
            return dht(k, alpha);
        }

        private static Configuration.Dht dht(@Nullable Integer k, @Nullable Integer alpha) {
            return new Configuration.Dht(or(k, DEFAULT_K), or(alpha, DEFAULT_ALPHA));
        }
    }

    record Hub(@Nullable String range) {
        Hub {
            range(range);
        }

        HubRange toRange() {
            return range(range);
        }

        private static HubRange range(@Nullable String text) {
            return HubRange.parse(or(text, "10.0.0.0/16"));
        }
    }
}
