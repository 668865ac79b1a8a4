package io.omerta.consumer.job;

import io.grpc.Status;
import io.grpc.StatusException;
import io.omerta.consumer.placement.Opinion;
import io.omerta.core.job.JobSpec;
import io.omerta.network.transport.PeerFailure;
import io.omerta.proto.peer.SubmitResponse;
import io.omerta.proto.peer.VpnConfiguration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers a job to one provider, and tells what it says. */
final class Offering {
    private static final Logger LOG = LoggerFactory.getLogger(Offering.class);
    private static final int GLANCE_MILLIS = 50;
    private static final int MAX_REASON = 200;

    private final ProviderAttempt attempt;
    private final JobSignals signals;
    private final JobTimings timings;

    Offering(ProviderAttempt attempt, JobSignals signals, JobTimings timings) {
        this.attempt = attempt;
        this.signals = signals;
        this.timings = timings;
    }

    /** {@link Opinion.TakesIt} if it has taken the job; also answers when the job is to be stopped. */
    Opinion offer(JobSpec spec, VpnConfiguration vpn) throws InterruptedException {
        Future<SubmitResponse> asked = attempt.submit(spec, vpn);
        try {
            return opinion(await(asked));
        } catch (TimeoutException e) {
            asked.cancel(true);
            withdraw();
            return new Opinion.Unreachable("the job was stopped");
        } catch (ExecutionException e) {
            // It may have taken the job, and only the answer was lost.
            withdraw();
            return failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private SubmitResponse await(Future<SubmitResponse> asked)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            try {
                return asked.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (signals.stopRequested().isPresent()) {
                    throw e;
                }
            }
        }
    }

    private static Opinion opinion(SubmitResponse response) {
        return switch (response.getDecisionCase()) {
            case ACCEPTED -> new Opinion.TakesIt();
            case REFUSED -> new Opinion.Refused(clause(response.getRefused().getReason()));
            case DECISION_NOT_SET -> new Opinion.Unreachable("its answer makes no sense");
        };
    }

    private Opinion failure(Throwable cause) {
        if (Status.fromThrowable(cause).getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return new Opinion.NoAnswer(timings.answer());
        }
        String explained = String.valueOf(PeerFailure.explain("ask", cause).getMessage());
        return new Opinion.Unreachable(clause(explained.replaceFirst("^could not ask: ", "")));
    }

    private void withdraw() {
        Thread.ofVirtual().name("withdraw-" + attempt.job()).start(() -> {
            try {
                attempt.cancel(timings.answer());
            } catch (StatusException e) {
                LOG.debug("could not withdraw job {}: {}", attempt.job(), e.getStatus());
            }
        });
    }

    /** A stranger's words, as part of one line of ours. */
    private static String clause(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        String reason = line.isEmpty() ? "without a reason" : line;
        return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
    }
}
