package io.omerta.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class BelongingsTest {
    @Test
    void threadIsStarted_isThereUntilItEnds() throws InterruptedException {
        Belongings before = Belongings.now();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name("left-behind").start(() -> await(end));

        assertThat(Belongings.now().since(before)).anyMatch(thing -> thing.contains("left-behind"));

        end.countDown();
        thread.join();
        assertThat(Belongings.now().since(before)).noneMatch(thing -> thing.contains("left-behind"));
    }

    @Test
    void processIsStarted_isThereUntilItEnds() throws IOException, InterruptedException {
        Belongings before = Belongings.now();
        Process process = new ProcessBuilder("sleep", "300").start();

        assertThat(Belongings.now().since(before)).anyMatch(thing -> thing.contains("process " + process.pid()));

        process.destroyForcibly().waitFor();
        assertThat(Belongings.now().since(before)).noneMatch(thing -> thing.contains("process " + process.pid()));
    }

    @Test
    void fileIsMade_isThereUntilItIsDeleted() throws IOException {
        Belongings before = Belongings.now();
        Path file = Files.createTempFile("omerta", "");

        assertThat(Belongings.now().since(before)).contains("file " + file);

        Files.delete(file);
        assertThat(Belongings.now().since(before)).doesNotContain("file " + file);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
