package io.omerta.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What is waited for comes at once on an idle machine, and late on one that does ten other things. */
public final class Patience implements BeforeAllCallback {
    private static final Duration UNLESS_TOLD_OTHERWISE = Duration.ofSeconds(30);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(UNLESS_TOLD_OTHERWISE);
    }
}
