package io.omerta.testkit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves behind what was not there before it: platform threads, child processes, or files named
 * {@code omerta*} in the folder for temporary files. What is still on its way out gets {@link #PATIENCE}. Where classes ran
 * at the same time, the one that ends last fails for all of them, and the message names them.
 */
public final class NothingLeft implements BeforeAllCallback, AfterAllCallback {
    /** Shared timers of libraries linger for a second or two after their last user. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final long LOOK_AGAIN_MILLIS = 50;
    /** Of this process: JUnit makes an instance of the extension for each class. */
    private static final Suspicions SUSPICIONS = new Suspicions();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isTopLevel(context)) {
            SUSPICIONS.begins(context.getUniqueId(), Belongings.now());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (!isTopLevel(context)) {
            return;
        }
        List<String> left = awaitNothing(SUSPICIONS.ends(context.getUniqueId(), Belongings.now()));
        if (!left.isEmpty()) {
            throw new AssertionError(String.join("\n", left));
        }
    }

    private static boolean isTopLevel(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    private static List<String> awaitNothing(List<Suspicions.Suspicion> suspicions) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = look(suspicions);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Object nobody = new Object();
            synchronized (nobody) {
                nobody.wait(LOOK_AGAIN_MILLIS);
            }
            left = look(suspicions);
        }
        return left;
    }

    private static List<String> look(List<Suspicions.Suspicion> suspicions) {
        Belongings now = Belongings.now();
        return suspicions.stream()
                .filter(suspicion -> !SUSPICIONS.left(suspicion, now).isEmpty())
                .map(suspicion -> suspicion.classes().stream()
                                .map(NothingLeft::simpleName)
                                .collect(Collectors.joining(" or "))
                        + " left behind: " + String.join(", ", SUSPICIONS.left(suspicion, now)))
                .toList();
    }

    /** JUnit's ids end with {@code [class:io.omerta.FooTest]}. */
    private static String simpleName(String id) {
        return id.substring(id.lastIndexOf('.') + 1).replace("]", "");
    }
}
