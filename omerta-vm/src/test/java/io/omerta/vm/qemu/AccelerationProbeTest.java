package io.omerta.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.config.Configuration;
import io.omerta.vm.Acceleration;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.standin.StandInImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccelerationProbeTest {
    @TempDir
    Path directory;

    private GuestImage image;
    private Optional<String> failure = Optional.empty();
    private final List<Acceleration> trials = new ArrayList<>();

    @BeforeEach
    void writeImage() throws Exception {
        image = StandInImage.create(directory.resolve("image"));
    }

    @Test
    void hardwareThatBoots_isTaken() throws Exception {
        assertThat(probe(Optional.of(Acceleration.KVM)).acceleration()).isEqualTo(Acceleration.KVM);
        assertThat(trials).containsExactly(Acceleration.KVM);
    }

    @Test
    void hardwareThatHangs_isNotTaken_andTheReasonIsKept() throws Exception {
        failure = Optional.of("its agent was silent for 5 s");
        AccelerationCache.Answer answer = probe(Optional.of(Acceleration.KVM));
        assertThat(answer.acceleration()).isEqualTo(Acceleration.TCG);
        assertThat(answer.reason()).contains("KVM").contains("silent for 5 s");
        assertThat(probe(Optional.of(Acceleration.KVM))).isEqualTo(answer);
        assertThat(trials).as("booted once").hasSize(1);
    }

    @Test
    void noHardware_isEmulated_withoutATrial() throws Exception {
        assertThat(probe(Optional.empty()).reason()).isEqualTo("there is none");
        assertThat(trials).isEmpty();
    }

    @Test
    void anotherQemuOrImage_isTriedAgain() throws Exception {
        probe(Optional.of(Acceleration.KVM));
        decider(Configuration.Acceleration.AUTO, Optional.of(Acceleration.KVM)).decide(image, "8.0.0");
        assertThat(trials).hasSize(2);
    }

    @Test
    void wish_isFollowed_withoutATrial() throws Exception {
        assertThat(decider(Configuration.Acceleration.TCG, Optional.of(Acceleration.KVM))
                        .decide(image, "7.2.22")
                        .acceleration())
                .isEqualTo(Acceleration.TCG);
        assertThat(decider(Configuration.Acceleration.KVM, Optional.empty())
                        .decide(image, "7.2.22")
                        .acceleration())
                .isEqualTo(Acceleration.KVM);
        assertThat(trials).isEmpty();
    }

    @Test
    void brokenCache_costsATrialAndIsMended() throws Exception {
        Files.writeString(cacheFile(), "{\"v\": 1, \"answers\": ");
        probe(Optional.of(Acceleration.KVM));
        probe(Optional.of(Acceleration.KVM));
        assertThat(trials).hasSize(1);
    }

    private AccelerationCache.Answer probe(Optional<Acceleration> hardware) throws InterruptedException {
        return decider(Configuration.Acceleration.AUTO, hardware).decide(image, "7.2.22");
    }

    private AccelerationProbe decider(Configuration.Acceleration wish, Optional<Acceleration> hardware) {
        AccelerationProbe.Trial trial = (booted, acceleration) -> {
            trials.add(acceleration);
            return failure;
        };
        return new AccelerationProbe(wish, hardware, "there is none", new AccelerationCache(cacheFile()), trial);
    }

    private Path cacheFile() {
        return directory.resolve("acceleration.json");
    }
}
