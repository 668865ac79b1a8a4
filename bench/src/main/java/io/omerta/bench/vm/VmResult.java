package io.omerta.bench.vm;

import java.util.List;
import java.util.SortedMap;

/**
 * What was measured, as the JSON has it. Times are milliseconds.
 *
 * @param clones request to agent's answer, by the job's memory in MiB
 * @param pool the same for a machine that waited
 * @param coldBoot the same without templates, which is the yardstick
 * @param stop until no process of the machine is left
 * @param cycle start, run {@code true}, end, as many at a time as there are CPUs
 * @param pythonInClone exec of {@code python3 -c 'print(1)'} to its first byte
 * @param pythonFromPool the same in a machine that waited
 * @param pythonAfterBoot the same in a machine that has just booted
 * @param missed goals, by name
 * @param loadAverage over one minute, before and after
 */
record VmResult(
        int v,
        String image,
        String qemu,
        String acceleration,
        int cpus,
        SortedMap<String, Samples> clones,
        Samples pool,
        Samples coldBoot,
        Samples stop,
        Rate cycle,
        Samples pythonInClone,
        Samples pythonFromPool,
        Samples pythonAfterBoot,
        double pythonRatio,
        double pythonFromPoolRatio,
        Memory memory,
        Leftovers leftovers,
        List<String> missed,
        List<Double> loadAverage) {
    record Rate(int machines, int concurrent, double perSecond, double goal) {}

    /** Of idle machines of 128 MB, proportional set size. */
    record Memory(int machines, double pssMebibytesEach, double pssMebibytesAll, double goalEach, double goalAll) {}

    /** Directories and processes after that many machines. */
    record Leftovers(int machines, long found) {}
}
