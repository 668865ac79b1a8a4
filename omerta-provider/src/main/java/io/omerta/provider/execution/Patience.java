package io.omerta.provider.execution;

import java.time.Duration;

/**
 * How long a job's life waits for others.
 *
 * @param lease silence of the requester that ends the job
 * @param boot from the start of a VM to its agent's answer
 * @param answer of the agent to a request: configured, started
 * @param grace between SIGTERM and SIGKILL
 * @param kill between SIGKILL and the agent's word that the program is gone
 */
public record Patience(Duration lease, Duration boot, Duration answer, Duration grace, Duration kill) {
    /**
     * A lease outlives short losses of the network. An emulated guest boots in 3 s when it has a CPU for itself, and may be
     * one of many that start at once; sending it 16 MiB of files takes some seconds.
     */
    public static final Patience DEFAULT = new Patience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
}
