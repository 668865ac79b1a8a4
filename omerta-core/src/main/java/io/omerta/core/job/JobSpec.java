package io.omerta.core.job;

import java.util.List;
import java.util.Optional;

/**
 * What a requester asks for.
 *
 * @param environment NAME=VALUE
 * @param description free text for the provider's owner, at most 1,000 characters
 * @param image to run in; empty for the one that the provider chooses
 */
public record JobSpec(
        Program program,
        Resources resources,
        Limits limits,
        List<String> environment,
        String description,
        Optional<ImageDigest> image) {
    public static final int MAX_DESCRIPTION = 1_000;
    public static final int MAX_ENVIRONMENT = 1_000;
    public static final int MAX_CPUS = 1_024;
    public static final long MIN_MEMORY_BYTES = 16L << 20;
    public static final long MAX_MEMORY_BYTES = 1L << 44;
    public static final long MIN_DISK_BYTES = 16L << 20;
    public static final long MAX_DISK_BYTES = 1L << 40;
    public static final int MAX_GPUS = 16;

    /** For who does not say. */
    public static final int DEFAULT_CPUS = 1;

    public static final long DEFAULT_MEMORY_BYTES = 512L << 20;

    /** Likewise: room for packages and data, and most hosts have it. */
    public static final long DEFAULT_DISK_BYTES = 2L << 30;

    /** A job for the image that the provider chooses. */
    public JobSpec(Program program, Resources resources, Limits limits, List<String> environment, String description) {
        this(program, resources, limits, environment, description, Optional.empty());
    }

    public JobSpec {
        environment = List.copyOf(environment);
        if (resources.cpus() < 1 || resources.cpus() > MAX_CPUS) {
            throw new IllegalArgumentException("cpus: " + resources.cpus() + " is not between 1 and " + MAX_CPUS);
        }
        if (resources.memoryBytes() < MIN_MEMORY_BYTES || resources.memoryBytes() > MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("memory: " + resources.memoryMebibytes() + " MB is not between "
                    + (MIN_MEMORY_BYTES >> 20) + " and " + (MAX_MEMORY_BYTES >> 20));
        }
        if (resources.diskBytes() < MIN_DISK_BYTES || resources.diskBytes() > MAX_DISK_BYTES) {
            throw new IllegalArgumentException("disk: " + resources.diskMebibytes() + " MB is not between "
                    + (MIN_DISK_BYTES >> 20) + " and " + (MAX_DISK_BYTES >> 20));
        }
        if (resources.diskBytes() % Resources.MEBIBYTE != 0) {
            throw new IllegalArgumentException("disk: " + resources.diskBytes() + " bytes are no whole megabytes");
        }
        if (resources.gpus() > MAX_GPUS) {
            throw new IllegalArgumentException("gpus: " + resources.gpus() + " is more than " + MAX_GPUS);
        }
        if (description.length() > MAX_DESCRIPTION) {
            throw new IllegalArgumentException("description: longer than " + MAX_DESCRIPTION + " characters");
        }
        if (environment.size() > MAX_ENVIRONMENT) {
            throw new IllegalArgumentException("environment: more than " + MAX_ENVIRONMENT + " variables");
        }
        for (String variable : environment) {
            if (variable.indexOf('=') < 1 || variable.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("environment: \"" + variable + "\" is not NAME=VALUE");
            }
        }
    }

    /** The same job, for that image. */
    public JobSpec in(ImageDigest other) {
        return new JobSpec(program, resources, limits, environment, description, Optional.of(other));
    }
}
