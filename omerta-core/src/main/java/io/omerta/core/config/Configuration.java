package io.omerta.core.config;

import io.omerta.core.error.OmertaException;
import io.omerta.core.file.StrictJson;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the owner of this machine has set in {@code config.json}, and the defaults for the rest.
 *
 * @param port for peers, TCP and UDP; 0 for any that is free
 * @param bind address to listen on
 * @param multicast peers on the same LAN are looked for
 * @param lending what this machine gives to others
 * @param limits what one job may take at most
 * @param vm how VMs run
 * @param hubRange the tunnel network of this machine's own jobs
 * @param paths direct UDP for the tunnels of its own jobs and those of others
 * @param dht how the overlays of its networks are searched
 */
public record Configuration(
        int port,
        String bind,
        boolean multicast,
        Lending lending,
        JobLimits limits,
        VmSettings vm,
        HubRange hubRange,
        Paths paths,
        Dht dht) {
    public static final int DEFAULT_PORT = 50_051;
    private static final int MAX_BYTES = 1 << 20;

    public Configuration {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " is not between 0 and 65535");
        }
        if (bind.isBlank()) {
            throw new IllegalArgumentException("bind: empty");
        }
    }

    public static Configuration defaults() {
        return ConfigurationFile.EMPTY.toConfiguration();
    }

    /**
     * Reads {@code config.json}; without one the defaults hold.
     *
     * @throws OmertaException {@code CORRUPT_FILE}, naming the line, if the file is broken or has a field that does not exist
     * @throws java.io.UncheckedIOException if the disk fails
     */
    public static Configuration load(Path file) {
        String hint = "repair it, or go back to the defaults: mv " + file + " " + file + ".broken";
        return StrictJson.read(file, ConfigurationFile.class, MAX_BYTES, hint)
                .orElse(ConfigurationFile.EMPTY)
                .toConfiguration();
    }

    /** The same with the port that a flag names. */
    public Configuration withPort(int other) {
        return new Configuration(other, bind, multicast, lending, limits, vm, hubRange, paths, dht);
    }

    /**
     * What this machine gives to others.
     *
     * @param cpus empty for all of them
     * @param memoryMegabytes of 2^20 bytes; empty for three quarters of what there is
     * @param diskMegabytes of 2^20 bytes; empty for half of what is free when the daemon starts
     * @param gpus graphics cards that jobs may have, by their PCI addresses
     * @param vpnServers that requesters may name in place of their own hub
     */
    public record Lending(
            boolean enabled,
            OptionalInt cpus,
            OptionalLong memoryMegabytes,
            OptionalLong diskMegabytes,
            List<PciAddress> gpus,
            VpnServers vpnServers) {
        public Lending {
            gpus = List.copyOf(gpus);
            requireBetween("lend.gpus", gpus.size(), 0, JobSpec.MAX_GPUS);
            if (Set.copyOf(gpus).size() < gpus.size()) {
                throw new IllegalArgumentException("lend.gpus: one is there twice");
            }
            cpus.ifPresent(count -> requireBetween("lend.cpus", count, 1, 1_024));
            memoryMegabytes.ifPresent(count -> requireBetween("lend.memory_megabytes", count, 16, 1L << 24));
            diskMegabytes.ifPresent(count -> requireBetween("lend.disk_megabytes", count, 16, 1L << 24));
        }

        /**
         * What is lent at most on a machine of this size, its graphics cards not counted.
         *
         * @param processors of the machine
         * @param memoryBytes of the machine
         * @param freeDiskBytes where the machine's VMs have their disks
         */
        public Resources capacity(int processors, long memoryBytes, long freeDiskBytes) {
            if (!enabled) {
                return Resources.NONE;
            }
            long memory = memoryMegabytes.orElse((memoryBytes - memoryBytes / 4) / Resources.MEBIBYTE);
            long disk = diskMegabytes.orElse(freeDiskBytes / 2 / Resources.MEBIBYTE);
            return new Resources(cpus.orElse(processors), memory * Resources.MEBIBYTE, disk * Resources.MEBIBYTE);
        }
    }

    /**
     * What one job may take at most here, and how many may wait.
     *
     * @param time of RUNNING
     * @param outputBytes stdout and stderr together
     * @param queueLength jobs that wait for room
     */
    public record JobLimits(Duration time, long outputBytes, int queueLength) {
        public JobLimits {
            requireBetween(
                    "limits.time_seconds",
                    time.toSeconds(),
                    1,
                    Duration.ofDays(365).toSeconds());
            requireBetween("limits.output_bytes", outputBytes, 1, 1L << 50);
            requireBetween("limits.queue_length", queueLength, 0, 100_000);
        }
    }

    /**
     * How VMs run.
     *
     * @param allowTestImage an image that carries test programs may run
     * @param checkpointOnStop jobs of others that run are kept while the daemon is down, and go on when it is back in time
     * @param owner what becomes of VMs while the owner of this machine works there
     * @param pool VMs to keep ready for each shape that jobs ask for
     * @param templatesMegabytes of 2^20 bytes, for templates on disk; 0 for none: then every VM boots
     */
    public record VmSettings(
            Acceleration acceleration,
            boolean allowTestImage,
            boolean checkpointOnStop,
            OwnerFirst owner,
            int pool,
            long templatesMegabytes) {
        public VmSettings {
            requireBetween("vm.pool", pool, 0, 1_000);
            requireBetween("vm.templates_megabytes", templatesMegabytes, 0, 1L << 24);
        }
    }

    /**
     * @param pauseWhenActive VMs stand still while the owner is active
     * @param idleBeforeResume without activity for so long, they go on
     */
    public record OwnerFirst(boolean pauseWhenActive, Duration idleBeforeResume) {
        public OwnerFirst {
            requireBetween(
                    "vm.resume_after_idle_seconds",
                    idleBeforeResume.toSeconds(),
                    1,
                    Duration.ofDays(1).toSeconds());
        }
    }

    /**
     * Direct UDP between requesters and providers; without it, tunnels go through the connection that jobs are asked for with.
     *
     * @param direct whether there is any
     * @param port UDP, of this machine; 0 for any that is free
     */
    public record Paths(boolean direct, int port) {
        private static final int LOWEST_PORT = 1_024;

        public Paths {
            if (port != 0) {
                requireBetween("paths.port", port, LOWEST_PORT, 65_535);
            }
        }
    }

    /**
     * The two parameters of Kademlia (Maymounkov and Mazières 2002, sections 2.1 and 2.3). Peers with others understand each other.
     *
     * @param k nodes in a bucket, and holders of what is published
     * @param alpha nodes that a lookup asks at a time; at least one on each of its paths
     */
    public record Dht(int k, int alpha) {
        /** Where fewer hold a value, it is lost too often when machines go. */
        private static final int LEAST_K = 8;

        /** More do not fit into one answer. */
        private static final int MOST_K = 28;

        /** More than k are never of use. */
        private static final int MOST_ALPHA = 28;

        public Dht {
            requireBetween("dht.k", k, LEAST_K, MOST_K);
            requireBetween("dht.alpha", alpha, 1, MOST_ALPHA);
        }
    }

    /** What a VM's processor is made of. */
    public enum Acceleration {
        /** KVM where a probe VM boots with it, else emulation. */
        AUTO,
        KVM,
        TCG
    }

    static void requireBetween(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": " + value + " is not between " + least + " and " + most);
        }
    }
}
