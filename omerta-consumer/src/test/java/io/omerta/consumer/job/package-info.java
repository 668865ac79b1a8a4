/** Tests of jobs, against a scripted stand-in for a provider behind real mutual TLS on loopback. */
@NullMarked
package io.omerta.consumer.job;

import org.jspecify.annotations.NullMarked;
