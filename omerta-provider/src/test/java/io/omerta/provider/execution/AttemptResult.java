package io.omerta.provider.execution;

import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt, in one line of JSON.
 *
 * @param mac of the guest, in hexadecimal
 * @param capture name of the file with what the guest sent
 * @param verdict of the gate, if there was one
 * @param outcome in words, where there was none
 * @param exit how the VM ended
 * @param leftTheProvider datagrams that the tunnel sent on
 */
record AttemptResult(
        String name,
        String mac,
        String capture,
        @Nullable Evidence verdict,
        String outcome,
        String exit,
        int leftTheProvider) {
    /** @param firstBytes in hexadecimal */
    record Evidence(String protocol, String destination, String reason, String firstBytes, int frameBytes) {}
}
