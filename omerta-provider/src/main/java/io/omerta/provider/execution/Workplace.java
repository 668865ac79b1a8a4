package io.omerta.provider.execution;

import io.omerta.vm.Hypervisor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What all jobs of this machine share.
 *
 * @param hypervisor may take seconds until it is known
 * @param clock never runs backwards, whatever happens to the wall clock
 * @param time for the guests' clocks
 */
public record Workplace(
        CompletableFuture<? extends Hypervisor> hypervisor,
        Patience patience,
        Supplier<Duration> clock,
        InstantSource time) {}
