/**
 * How a command of ours talks to the person or script that started it: streams, tables, JSON, errors, usage.
 *
 * <p>Entry: {@link io.omerta.console.Shell} is what the shell gave us, {@link io.omerta.console.Console} is what we write,
 * {@link io.omerta.console.Execution} runs a picocli command and turns every failure into one line and an exit code. Both
 * {@code omerta} and {@code omertad} are built on it. Must not know jobs, networks or the daemon.
 */
@NullMarked
package io.omerta.console;

import org.jspecify.annotations.NullMarked;
