package io.omerta.network.wireguard.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.omerta.network.wireguard.CipherWork;
import io.omerta.network.wireguard.PacketCipher;
import io.omerta.testkit.NothingLeft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every packet is worked on once, by whoever is there. */
@ExtendWith(NothingLeft.class)
final class CipherWorkersTest {
    private static final int PACKETS = 100;

    /** Counts how often each packet was worked on. */
    private static final class Counting implements CipherWork {
        private final AtomicIntegerArray times;

        Counting(int packets) {
            times = new AtomicIntegerArray(packets);
        }

        @Override
        public int size() {
            return times.length();
        }

        @Override
        public void work(PacketCipher cipher, int from, int to) {
            for (int i = from; i < to; i++) {
                times.incrementAndGet(i);
            }
        }

        void check() {
            for (int i = 0; i < times.length(); i++) {
                assertThat(times.get(i)).as("packet %d", i).isOne();
            }
        }
    }

    /** A batch that says only how a piece is worked on. */
    private interface Pieces extends CipherWork {
        @Override
        default int size() {
            return PACKETS;
        }
    }

    @Test
    void run_batchOfAnySize_worksOnEachPacketOnce() {
        for (int threads = 0; threads <= 3; threads++) {
            try (CipherWorkers workers = CipherWorkers.start("test-cipher", threads)) {
                for (int packets = 0; packets <= PACKETS; packets++) {
                    Counting work = new Counting(packets);
                    workers.run(work, new PacketCipher());
                    work.check();
                }
            }
        }
    }

    @Test
    void run_bySeveralThreadsAtOnce_servesAll() throws Exception {
        try (CipherWorkers workers = CipherWorkers.start("test-cipher", 2);
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                runs.add(callers.submit(() -> {
                    PacketCipher cipher = new PacketCipher();
                    for (int i = 0; i < 200; i++) {
                        Counting work = new Counting(PACKETS);
                        workers.run(work, cipher);
                        work.check();
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void run_withAWorker_isSharedWithIt() throws Exception {
        CountDownLatch otherCame = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Pieces work = (cipher, from, to) -> {
            if (Thread.currentThread().equals(caller)) {
                awaitQuietly(otherCame);
            } else {
                otherCame.countDown();
            }
        };
        try (CipherWorkers workers = CipherWorkers.start("test-cipher", 1)) {
            workers.run(work, new PacketCipher());
        }
        assertThat(otherCame.getCount()).isZero();
    }

    @Test
    void run_whenAPieceFails_saysSoBehindTheOthers() {
        Counting counting = new Counting(PACKETS);
        Pieces work = (cipher, from, to) -> {
            counting.work(cipher, from, to);
            if (from == SharedWork.PIECE) {
                throw new IllegalArgumentException("broken");
            }
        };
        try (CipherWorkers workers = CipherWorkers.start("test-cipher", 1)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> workers.run(work, new PacketCipher()))
                    .withMessageContaining("broken");
            counting.check();
            Counting next = new Counting(PACKETS);
            workers.run(next, new PacketCipher());
            next.check();
        }
    }

    @Test
    void run_afterClose_isDoneByTheCaller() {
        CipherWorkers workers = CipherWorkers.start("test-cipher", 2);
        workers.close();
        workers.close();
        Counting work = new Counting(PACKETS);
        workers.run(work, new PacketCipher());
        work.check();
    }

    @Test
    void close_whileABatchIsUnderWay_leavesTheRestToTheCaller() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Counting counting = new Counting(PACKETS);
        Pieces work = (cipher, from, to) -> {
            begun.countDown();
            awaitQuietly(goOn);
            counting.work(cipher, from, to);
        };
        CipherWorkers workers = CipherWorkers.start("test-cipher", 2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> run = threads.submit(() -> workers.run(work, new PacketCipher()));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            Future<?> closing = threads.submit(workers::close);
            goOn.countDown();
            run.get(10, TimeUnit.SECONDS);
            closing.get(10, TimeUnit.SECONDS);
        }
        counting.check();
    }

    @Test
    void suitable_leavesTwoProcessorsToOthers() {
        assertThat(CipherWorkers.suitable(1)).isZero();
        assertThat(CipherWorkers.suitable(2)).isZero();
        assertThat(CipherWorkers.suitable(3)).isOne();
        assertThat(CipherWorkers.suitable(64)).isEqualTo(3);
    }

    @Test
    void start_withANegativeNumber_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CipherWorkers.start("test-cipher", -1));
    }

    /** An interrupt is for the worker's loop; it must not let a piece go unfinished. */
    private static void awaitQuietly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                if (!latch.await(10, TimeUnit.SECONDS)) {
                    throw new AssertionError("nobody came");
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
