/**
 * The life of one accepted job: from the queue through its virtual machine to its one terminal record.
 *
 * <p>Entry class: {@link io.omerta.provider.execution.JobExecution}. What happens is decided in {@link
 * io.omerta.provider.execution.JobLife}, which is pure: (now, happening) in, steps and the next deadline out. The execution
 * performs the steps on one thread of its own; the other parts of a job (its {@link
 * io.omerta.provider.execution.Machine}, the runner of its frame gate, the requester's calls) only post happenings.
 *
 * <pre>
 *  requester's calls ──┐                                     ┌──▶ Journal   store and event log
 *  Machine (agent)   ──┼─▶ Mailbox ─▶ JobExecution ─▶ JobLife │
 *  GateRunner        ──┘                  └──── steps ────────┴──▶ Machine   boot, configure, run, signal, stop
 * </pre>
 *
 * <p>Must not know gRPC, nor who the requester is.
 */
@NullMarked
package io.omerta.provider.execution;

import org.jspecify.annotations.NullMarked;
