package io.omerta.consumer.job;

import java.time.Duration;

/**
 * How long things may take. Tests use shorter ones.
 *
 * @param discovery for somebody who lends to be found, while nobody is known who does
 * @param renewal between two renewals of the lease
 * @param lease silence after which the provider has ended the VM, and we give it up
 * @param answer for a provider to answer a small request; uploads get more
 * @param retryPause between two attempts to get a broken connection back
 * @param abandonment of a job in the foreground that nobody follows any more
 * @param cancelling from a cancel to the provider's word that the job has ended
 */
public record JobTimings(
        Duration discovery,
        Duration renewal,
        Duration lease,
        Duration answer,
        Duration retryPause,
        Duration abandonment,
        Duration cancelling) {
    /** Cancelling: 5 s of grace for the program, and as much for the VM to go. */
    public static final JobTimings STANDARD = new JobTimings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15));
}
