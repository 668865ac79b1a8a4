package io.omerta.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process has at one moment, each thing as a line of text that names it. */
record Belongings(Set<String> things) {
    /**
     * Threads that the JDK or a library shares for the life of the process. A thread of Omerta never belongs here.
     */
    private static final Pattern SHARED = Pattern.compile("process reaper.*|ForkJoinPool.*|Cleaner-\\d+|Common-Cleaner"
        + "|VirtualThread-unparker.*|VirtualThread-unblocker|Read-Poller|Write-Poller|Master-?Poller|.*-Poller|junit-.*|surefire-.*|Attach"
        + " Listener|JNA"
        + " Cleaner|HttpClient-.*-SelectorManager|idle-timeout-task|server-timer|SharedResourceHolder-.*|globalEventExecutor.*|ObjectCleanerThread|JVMCI.*|C[12]"
        + " CompilerThread.*|Keep-Alive-Timer|awaitility.*");

    static Belongings now() {
        Set<String> things = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> !SHARED.matcher(thread.getName()).matches())
                .forEach(thread -> things.add("thread \"" + thread.getName() + "\" #" + thread.threadId()));
        ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .forEach(process -> things.add("process " + process.pid() + " "
                        + process.info().commandLine().orElse("")));
        things.addAll(temporaryFiles());
        return new Belongings(Set.copyOf(things));
    }

    private static Set<String> temporaryFiles() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("omerta"))
                    .map(file -> "file " + file)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> since(Belongings before) {
        Set<String> left = new TreeSet<>(things);
        left.removeAll(before.things);
        return left;
    }
}
