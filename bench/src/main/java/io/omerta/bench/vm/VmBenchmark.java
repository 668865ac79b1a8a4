package io.omerta.bench.vm;

import io.omerta.bench.Load;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.HypervisorReport;
import io.omerta.vm.VirtualMachine;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code VmBenchmark IMAGE_DIRECTORY RUNS ALIVE}: one JSON object on standard output, progress on standard error. Exits with
 * 1 when a goal is missed.
 */
public final class VmBenchmark {
    private static final long TEMPLATE_BYTES = 16L << 30;
    private static final long SMALL_MEBIBYTES = 128;
    private static final List<Long> SIZES = List.of(256L, 1024L, 8192L);
    private static final int CYCLES_PER_RUN = 20;
    private static final double CYCLES_PER_SECOND = 8;
    private static final double PYTHON_RATIO = 0.5;

    private final GuestImage image;
    private final int runs;
    private final int alive;
    private final List<String> missed = new ArrayList<>();
    private int machines;

    private VmBenchmark(GuestImage image, int runs, int alive) {
        this.image = image;
        this.runs = runs;
        this.alive = alive;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        GuestImage image =
                GuestImage.open(Path.of(arguments[0]).toAbsolutePath(), new ImageRules(Architecture.ofHost(), false));
        VmBenchmark benchmark = new VmBenchmark(image, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        VmResult result = benchmark.run();
        System.out.print(new String(StrictJson.write(result), StandardCharsets.UTF_8));
        System.exit(result.missed().isEmpty() ? 0 : 1);
    }

    private VmResult run() throws IOException, InterruptedException {
        double loadBefore = Load.average();
        Samples coldBoot;
        Samples pythonAfterBoot;
        try (Rig rig = Rig.open(image, 0, 0)) {
            List<Duration> python = new ArrayList<>();
            coldBoot = told("cold boot", coldBoots(rig, python));
            pythonAfterBoot = told("python after a boot", Samples.of(python, Samples.NO_GOAL, Samples.NO_GOAL));
        }
        try (Rig rig = Rig.open(image, TEMPLATE_BYTES, 0)) {
            HypervisorReport report = rig.hypervisor().probe(image);
            SortedMap<String, Samples> clones = clones(rig);
            Samples stop = told("stop", stops(rig));
            Samples python = told("python in a clone", pythons(rig));
            List<Duration> pooledPython = new ArrayList<>();
            VmResult.Rate cycle = cycles(rig);
            VmResult.Memory memory = memory(rig);
            Samples pool = pool(pooledPython);
            Samples pythonFromPool =
                    told("python in a machine that waited", Samples.of(pooledPython, Samples.NO_GOAL, Samples.NO_GOAL));
            double ratio = ratio(python, pythonAfterBoot);
            double pooledRatio = ratio(pythonFromPool, pythonAfterBoot);
            require("python_ratio", ratio <= PYTHON_RATIO);
            require("python_from_pool_ratio", pooledRatio <= PYTHON_RATIO);
            long left = rig.leftovers();
            require("leftovers", left == 0);
            return new VmResult(
                    1,
                    image.digest(),
                    report.version(),
                    report.acceleration().name(),
                    Runtime.getRuntime().availableProcessors(),
                    clones,
                    pool,
                    coldBoot,
                    stop,
                    cycle,
                    python,
                    pythonFromPool,
                    pythonAfterBoot,
                    ratio,
                    pooledRatio,
                    memory,
                    new VmResult.Leftovers(machines, left),
                    missed,
                    List.of(loadBefore, Load.average()));
        }
    }

    private Samples coldBoots(Rig rig, List<Duration> python) throws IOException, InterruptedException {
        List<Duration> samples = new ArrayList<>();
        for (int i = 0; i < Math.max(3, runs / 10); i++) {
            long start = System.nanoTime();
            try (VirtualMachine machine = rig.ready(rig.request(256))) {
                samples.add(since(start));
                Rig.configure(machine);
                python.add(Rig.firstByte(machine, "python3", "-c", "print(1)"));
            }
        }
        return Samples.of(samples, Samples.NO_GOAL, Samples.NO_GOAL);
    }

    private SortedMap<String, Samples> clones(Rig rig) throws InterruptedException {
        SortedMap<String, Samples> bySize = new TreeMap<>();
        for (long mebibytes : SIZES) {
            VmRequest request = rig.request(mebibytes);
            rig.prepare(request);
            rig.ready(request).close();
            List<Duration> samples = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime();
                try (VirtualMachine _ = rig.ready(request)) {
                    samples.add(since(start));
                }
                machines++;
            }
            bySize.put("mib_" + mebibytes, told("clone of " + mebibytes + " MiB", Samples.of(samples, 100, 250)));
        }
        return bySize;
    }

    private Samples stops(Rig rig) throws InterruptedException {
        List<Duration> samples = new ArrayList<>();
        VmRequest request = rig.request(256);
        for (int i = 0; i < runs; i++) {
            VirtualMachine machine = rig.ready(request);
            long start = System.nanoTime();
            machine.close();
            samples.add(since(start));
            machines++;
        }
        return Samples.of(samples, Samples.NO_GOAL, 50);
    }

    private Samples pythons(Rig rig) throws IOException, InterruptedException {
        List<Duration> samples = new ArrayList<>();
        for (int i = 0; i < Math.max(3, runs / 4); i++) {
            try (VirtualMachine machine = rig.ready(rig.request(256))) {
                Rig.configure(machine);
                samples.add(Rig.firstByte(machine, "python3", "-c", "print(1)"));
            }
            machines++;
        }
        return Samples.of(samples, Samples.NO_GOAL, Samples.NO_GOAL);
    }

    private VmResult.Rate cycles(Rig rig) throws IOException, InterruptedException {
        VmRequest request = rig.request(256);
        int count = runs * CYCLES_PER_RUN;
        // Each waits for an answer now and then: one more than there are CPUs to work.
        int concurrent = Runtime.getRuntime().availableProcessors() + 1;
        List<Callable<Void>> cycles = Collections.nCopies(count, () -> {
            cycle(rig, request);
            return null;
        });
        long start = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(concurrent)) {
            for (Future<Void> cycle : workers.invokeAll(cycles)) {
                Void _ = cycle.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        double perSecond = Math.round(100.0 * count / (since(start).toNanos() / 1e9)) / 100.0;
        machines += count;
        System.err.println("start, run true, end: " + perSecond + " a second, " + concurrent + " at a time");
        require("cycle", perSecond >= CYCLES_PER_SECOND);
        return new VmResult.Rate(count, concurrent, perSecond, CYCLES_PER_SECOND);
    }

    private static void cycle(Rig rig, VmRequest request) throws IOException, InterruptedException {
        try (VirtualMachine machine = rig.ready(request)) {
            Rig.configure(machine);
            Duration _ = Rig.firstByte(machine, "true");
        }
    }

    private VmResult.Memory memory(Rig rig) throws IOException, InterruptedException {
        VmRequest request = rig.request(SMALL_MEBIBYTES);
        rig.prepare(request);
        VmResult.Memory memory = IdleMemory.measure(rig, request, alive);
        machines += alive;
        System.err.println(memory);
        require(
                "memory",
                memory.pssMebibytesEach() <= memory.goalEach() && memory.pssMebibytesAll() <= memory.goalAll());
        return memory;
    }

    private static double ratio(Samples of, Samples to) {
        return Math.round(1000 * of.p50() / to.p50()) / 1000.0;
    }

    private Samples pool(List<Duration> python) throws IOException, InterruptedException {
        List<Duration> samples = new ArrayList<>();
        try (Rig rig = Rig.open(image, TEMPLATE_BYTES, 2)) {
            VmRequest request = rig.request(256);
            rig.prepare(request);
            rig.ready(request).close();
            for (int i = 0; i < Math.max(5, runs / 4); i++) {
                Rig.await(() -> rig.hypervisor().waiting() == 2);
                long start = System.nanoTime();
                try (VirtualMachine machine = rig.ready(request)) {
                    samples.add(since(start));
                    Rig.configure(machine);
                    python.add(Rig.firstByte(machine, "python3", "-c", "print(1)"));
                }
                machines++;
            }
        }
        return told("from the pool", Samples.of(samples, 40, Samples.NO_GOAL));
    }

    private Samples told(String name, Samples samples) {
        System.err.println(name + ": " + samples);
        require(name, samples.meetsGoals());
        return samples;
    }

    private void require(String name, boolean met) {
        if (!met) {
            missed.add(name);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
