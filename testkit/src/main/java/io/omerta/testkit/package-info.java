/**
 * What the tests of all modules share.
 *
 * <p>{@link io.omerta.testkit.NothingLeft} is found by JUnit itself wherever this jar is on the class path: a test class
 * that leaves a thread, a process or a temporary file behind fails. Must not know any module of Omerta.
 */
@NullMarked
package io.omerta.testkit;

import org.jspecify.annotations.NullMarked;
