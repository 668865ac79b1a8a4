/**
 * What an idle daemon in a large network costs: bytes on its wire, and processor time.
 *
 * <p>Entry: {@link io.omerta.bench.idle.IdleBenchmark}, which starts {@link io.omerta.bench.idle.IdleProgram} in a network
 * namespace of its own; {@code bench/idle} runs it. The daemon is a process of its own behind a wire ({@code Wire}), where nftables
 * count whole IP packets. The other members are put together as daemons are, without the local API and without lending
 * ({@code OtherMember}): what they ask and answer, and when, is theirs.
 *
 * <p>What a daemon does by itself: every minute one upkeep of the overlay; every one to ten a question whether there is a next key,
 * but for the network's creator; every 30 the question whether it is reached; every 55 its announcement; once an hour a look into each
 * bucket. The creator looks for everybody every 14 s for each member: of 1,000 every four hours, which is not within what is measured.
 */
@NullMarked
package io.omerta.bench.idle;

import org.jspecify.annotations.NullMarked;
