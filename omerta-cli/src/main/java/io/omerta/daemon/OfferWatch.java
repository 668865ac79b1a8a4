package io.omerta.daemon;

import io.omerta.network.discovery.Offer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks every second whether the offer has changed: a job came or went, an image was built. Owns its thread. */
final class OfferWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Supplier<Offer> offer;
    private final CountDownLatch closing = new CountDownLatch(1);

    OfferWatch(Supplier<Offer> offer) {
        this.offer = offer;
    }

    void start(Runnable changed) {
        Thread.ofVirtual().name("offer-watch").start(() -> watch(changed));
    }

    private void watch(Runnable changed) {
        Offer last = offer.get();
        try {
            while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                Offer now = offer.get();
                if (!now.equals(last)) {
                    last = now;
                    changed.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
