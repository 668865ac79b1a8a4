/** Rigs for the tests of the commands: a daemon that follows a script, behind a real Unix socket, and a shell to run commands in. */
@NullMarked
package io.omerta.standin;

import org.jspecify.annotations.NullMarked;
