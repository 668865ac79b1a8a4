package io.omerta.vm.image;

/**
 * Which images this host may run.
 *
 * @param allowTest accept images in which a job can become root; for tests only
 */
public record ImageRules(Architecture architecture, boolean allowTest) {}
