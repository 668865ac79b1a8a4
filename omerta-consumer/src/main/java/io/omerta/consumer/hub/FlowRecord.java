package io.omerta.consumer.hub;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.consumer.dns.NameLog;
import io.omerta.core.job.FlowCounts;
import io.omerta.network.tcpip.flow.FlowRequest;
import io.omerta.network.tcpip.flow.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts what one job's VM asks for. Safe for use by several threads. */
final class FlowRecord implements NameLog, AutoCloseable {
    private final Optional<FlowLog> log;

    @GuardedBy("this")
    private long allowed;

    @GuardedBy("this")
    private long refused;

    @GuardedBy("this")
    private long namesTold;

    @GuardedBy("this")
    private long namesRefused;

    @GuardedBy("this")
    private final Set<String> refusals = new LinkedHashSet<>();

    FlowRecord(Optional<FlowLog> log) {
        this.log = log;
    }

    void decided(FlowRequest request, Verdict verdict) {
        switch (verdict) {
            case Verdict.Forward _, Verdict.ServeTcp _ -> allowed(flow(request));
            // Names are counted by the question.
            case Verdict.ServeUdp _ -> {}
            case Verdict.Reset reset -> refused(flow(request), reset.why());
            case Verdict.Unreachable unreachable -> refused(flow(request), unreachable.why());
            case Verdict.Drop drop -> refused(flow(request), drop.why());
        }
    }

    private static String flow(FlowRequest request) {
        return request.protocol() + " " + request.destination() + ":" + request.destinationPort();
    }

    private synchronized void allowed(String what) {
        allowed++;
        log.ifPresent(file -> file.note("allowed " + what));
    }

    private synchronized void refused(String what, String why) {
        refused++;
        note(what, why);
    }

    @Override
    public synchronized void asked(String name, Optional<String> refusal) {
        if (refusal.isPresent()) {
            namesRefused++;
            note(name, refusal.get());
        } else {
            namesTold++;
            log.ifPresent(file -> file.note("told " + name));
        }
    }

    @GuardedBy("this")
    private void note(String what, String why) {
        String clause = what + ": " + why;
        log.ifPresent(file -> file.note("refused " + clause));
        if (refusals.size() < FlowCounts.MOST_REFUSALS) {
            refusals.add(clause.substring(0, Math.min(FlowCounts.LONGEST_REFUSAL, clause.length())));
        }
    }

    @Override
    public void close() {
        log.ifPresent(FlowLog::close);
    }

    synchronized FlowCounts counts() {
        return new FlowCounts(allowed, refused, namesTold, namesRefused, List.copyOf(refusals));
    }
}
