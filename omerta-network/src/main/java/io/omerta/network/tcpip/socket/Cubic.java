package io.omerta.network.tcpip.socket;

/** CUBIC (RFC 9438), with slow start by bytes acknowledged, ended by RFC 9406. The window is kept in bytes. */
final class Cubic implements CongestionControl {
    /** RFC 9438 §4.6. */
    private static final double BETA = 0.7;
    /** RFC 9438 §5: segments per second cubed. */
    private static final double C = 0.4;

    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);
    private static final double NANOS = 1e9;
    /** RFC 6928: ten segments. */
    private static final int INITIAL_SEGMENTS = 10;
    /** RFC 9438 §4.4: at most half of the window more within a round trip. */
    private static final double MAX_GROWTH = 1.5;

    private final int mss;
    private final double limit;
    private final SlowStart slowStart = new SlowStart();
    private double window;
    private double threshold = Double.MAX_VALUE;
    private double windowBeforeLoss;
    private double renoWindow;
    private double plateau;
    private double secondsToPlateau;
    private long epochStart = -1;

    Cubic(int mss, int limitBytes) {
        this.mss = mss;
        this.limit = limitBytes;
        this.window = (double) INITIAL_SEGMENTS * mss;
    }

    @Override
    public int window() {
        return (int) window;
    }

    @Override
    public boolean inSlowStart() {
        return window < threshold;
    }

    @Override
    public void onAcknowledged(long now, int bytes, long rtt) {
        int rest = bytes;
        if (inSlowStart()) {
            double step = Math.min(slowStart.growth(rest), threshold - window);
            window += step;
            rest = window < threshold ? 0 : rest - (int) step;
        }
        if (rest > 0 && !inSlowStart()) {
            avoidCongestion(now, rest, rtt);
        }
        window = Math.min(window, limit);
    }

    @Override
    public void onRoundTrip(long rtt) {
        slowStart.onRoundTrip(rtt);
    }

    @Override
    public void onRound() {
        slowStart.onRound();
        // Only the first slow start: later ones know their threshold from a loss.
        if (slowStart.isOver() && threshold == Double.MAX_VALUE) {
            threshold = window;
        }
    }

    private void avoidCongestion(long now, int bytes, long rtt) {
        if (epochStart < 0) {
            beginEpoch(now);
        }
        double alpha = renoWindow < windowBeforeLoss ? ALPHA : 1;
        renoWindow += alpha * bytes * mss / window;
        double t = (now - epochStart) / NANOS;
        if (cubicAt(t) < renoWindow) {
            window = Math.max(window, renoWindow);
            return;
        }
        double target = Math.clamp(cubicAt(t + rtt / NANOS), window, MAX_GROWTH * window);
        window += (target - window) / window * bytes;
    }

    private void beginEpoch(long now) {
        epochStart = now;
        renoWindow = window;
        if (window < plateau) {
            secondsToPlateau = Math.cbrt((plateau - window) / mss / C);
        } else {
            plateau = window;
            secondsToPlateau = 0;
        }
    }

    private double cubicAt(double seconds) {
        double t = seconds - secondsToPlateau;
        return plateau + C * t * t * t * mss;
    }

    @Override
    public void onLoss(long now) {
        reduce();
        window = threshold;
    }

    @Override
    public void onTimeout(long now, boolean again) {
        if (!again) {
            reduce();
        }
        window = mss;
    }

    @Override
    public void onIdle() {
        window = Math.min(window, (double) INITIAL_SEGMENTS * mss);
        epochStart = -1;
    }

    /** With fast convergence (RFC 9438 §4.7): a window that never got back to its old size leaves room for others. */
    private void reduce() {
        plateau = window < plateau ? window * (1 + BETA) / 2 : window;
        windowBeforeLoss = window;
        threshold = Math.max(window * BETA, 2.0 * mss);
        epochStart = -1;
    }
}
