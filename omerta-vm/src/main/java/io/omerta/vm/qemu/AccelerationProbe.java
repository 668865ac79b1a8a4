package io.omerta.vm.qemu;

import io.omerta.core.config.Configuration;
import io.omerta.vm.Acceleration;
import io.omerta.vm.image.GuestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides what executes the guest. A device that exists may still be unusable ({@code /dev/kvm} that opens and then hangs a
 * stock kernel was seen), so the guest itself is booted with it once.
 */
final class AccelerationProbe {
    /** Boots the image with that acceleration, within a time limit. */
    @FunctionalInterface
    interface Trial {
        /** Empty if the agent answered, else why not. */
        Optional<String> boot(GuestImage image, Acceleration acceleration) throws InterruptedException;
    }

    static final Path KVM_DEVICE = Path.of("/dev/kvm");

    private final Configuration.Acceleration wish;
    private final Optional<Acceleration> hardware;
    private final String hardwareMissing;
    private final AccelerationCache cache;
    private final Trial trial;

    /**
     * @param hardware what this host offers, at first sight
     * @param hardwareMissing why it offers nothing
     */
    AccelerationProbe(
            Configuration.Acceleration wish,
            Optional<Acceleration> hardware,
            String hardwareMissing,
            AccelerationCache cache,
            Trial trial) {
        this.wish = wish;
        this.hardware = hardware;
        this.hardwareMissing = hardwareMissing;
        this.cache = cache;
        this.trial = trial;
    }

    static AccelerationProbe ofHost(Configuration.Acceleration wish, AccelerationCache cache, Trial trial) {
        if (System.getProperty("os.name", "").startsWith("Mac")) {
            return new AccelerationProbe(wish, Optional.of(Acceleration.HVF), "", cache, trial);
        }
        if (!Files.exists(KVM_DEVICE)) {
            return new AccelerationProbe(wish, Optional.empty(), "there is no " + KVM_DEVICE, cache, trial);
        }
        if (!Files.isReadable(KVM_DEVICE) || !Files.isWritable(KVM_DEVICE)) {
            String reason = "this user may not open " + KVM_DEVICE;
            return new AccelerationProbe(wish, Optional.empty(), reason, cache, trial);
        }
        return new AccelerationProbe(wish, Optional.of(Acceleration.KVM), "", cache, trial);
    }

    AccelerationCache.Answer decide(GuestImage image, String qemuVersion) throws InterruptedException {
        return switch (wish) {
            case KVM -> new AccelerationCache.Answer(Acceleration.KVM, "vm.acceleration says so");
            case TCG -> new AccelerationCache.Answer(Acceleration.TCG, "vm.acceleration says so");
            case AUTO -> {
                if (hardware.isEmpty()) {
                    yield new AccelerationCache.Answer(Acceleration.TCG, hardwareMissing);
                }
                yield remembered(image, qemuVersion, hardware.get());
            }
        };
    }

    private AccelerationCache.Answer remembered(GuestImage image, String qemuVersion, Acceleration candidate)
            throws InterruptedException {
        AccelerationCache.Key key =
                new AccelerationCache.Key(System.getProperty("os.version", ""), qemuVersion, image.digest());
        Optional<AccelerationCache.Answer> known = cache.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        AccelerationCache.Answer answer = trial.boot(image, candidate)
                .map(failure -> new AccelerationCache.Answer(
                        Acceleration.TCG, "a probe machine did not boot with " + candidate + ": " + failure))
                .orElseGet(() -> new AccelerationCache.Answer(candidate, "a probe machine booted with it"));
        cache.remember(key, answer);
        return answer;
    }
}
