package io.omerta.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class that leaves behind what was not there before it: platform threads, child processes, or files named
 * {@code omerta*} in the folder for temporary files. What is still on its way out gets {@link #PATIENCE}.
 */
public final class NothingLeft implements BeforeAllCallback, AfterAllCallback {
    /** Shared timers of libraries linger for a second or two after their last user. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Namespace NAMESPACE = Namespace.create(NothingLeft.class);
    private static final long LOOK_AGAIN_MILLIS = 50;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isTopLevel(context)) {
            context.getStore(NAMESPACE).put(Belongings.class, Belongings.now());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (!isTopLevel(context)) {
            return;
        }
        Belongings before = Objects.requireNonNull(
                context.getStore(NAMESPACE).get(Belongings.class, Belongings.class), "beforeAll came first");
        Set<String> left = awaitNothingSince(before);
        if (!left.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind: " + String.join(", ", left));
        }
    }

    private static boolean isTopLevel(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    private static Set<String> awaitNothingSince(Belongings before) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> left = Belongings.now().since(before);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Object nobody = new Object();
            synchronized (nobody) {
                nobody.wait(LOOK_AGAIN_MILLIS);
            }
            left = Belongings.now().since(before);
        }
        return left;
    }
}
