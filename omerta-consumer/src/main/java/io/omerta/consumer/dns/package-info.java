/**
 * Answers what a job's VM asks its resolver, which is the hub: addresses of names that the job's policy allows, REFUSED for all
 * others. Messages are as in RFC 1035 and RFC 6891, read and written by dnsjava; addresses come from the system's resolver,
 * and those that the policy does not let the VM connect to are left out.
 *
 * <p>Entry: {@link io.omerta.consumer.dns.NameService}. Only IPv4 addresses are told, for tunnels carry nothing else. Must not
 * know jobs, packets or sockets.
 */
@NullMarked
package io.omerta.consumer.dns;

import org.jspecify.annotations.NullMarked;
