package io.omerta.bench.checkpoint;

import java.time.Duration;

/**
 * One way to disk and back.
 *
 * @param toDisk from a machine that runs until all of it is durable
 * @param back until the machine executes again
 */
record Round(Duration toDisk, Duration back) {}
