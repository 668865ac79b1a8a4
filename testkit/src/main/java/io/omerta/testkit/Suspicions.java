package io.omerta.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The test classes that run, and what those that have ended may have left. Where classes run at the same time, what is there
 * at the end of one may belong to another: whether it was left shows when all that ran at that moment have ended. Any thread
 * may call.
 */
final class Suspicions {
    private final Map<String, Belongings> running = new LinkedHashMap<>();
    private final List<Suspicion> open = new ArrayList<>();
    private long begun;

    /**
     * Things that one of some classes has left, or that were not its own.
     *
     * @param classes the one that has ended first, then those that ran with it
     * @param before what was there when it began
     * @param then what was there when it ended and not before
     * @param alone how many classes had begun by then, if none ran with it; else less than any number of them
     */
    record Suspicion(List<String> classes, Belongings before, Set<String> then, long alone) {
        private boolean isAboutAny(Set<String> names) {
            return classes.stream().anyMatch(names::contains);
        }
    }

    /** @param name that no other running class has */
    synchronized void begins(String name, Belongings before) {
        begun++;
        running.put(name, before);
    }

    /** @return what can be decided now that this class has ended too */
    synchronized List<Suspicion> ends(String name, Belongings now) {
        Belongings before = running.remove(name);
        if (before == null) {
            throw new IllegalStateException(name + " did not begin");
        }
        List<String> classes = new ArrayList<>(List.of(name));
        classes.addAll(running.keySet());
        open.add(new Suspicion(List.copyOf(classes), before, now.since(before), running.isEmpty() ? begun : -1));
        List<Suspicion> due = open.stream()
                .filter(suspicion -> !suspicion.isAboutAny(running.keySet()))
                .toList();
        open.removeAll(due);
        return due;
    }

    /** What is still there of it; also what has come since, as long as no other class can have made it. */
    synchronized Set<String> left(Suspicion suspicion, Belongings now) {
        Set<String> left = new TreeSet<>(now.since(suspicion.before()));
        if (suspicion.alone() != begun) {
            left.retainAll(suspicion.then());
        }
        return left;
    }
}
