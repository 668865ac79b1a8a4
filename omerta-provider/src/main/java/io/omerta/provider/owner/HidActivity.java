package io.omerta.provider.owner;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Keyboard, mouse and trackpad of a Mac: IOHIDSystem counts the nanoseconds since the last of their events. */
final class HidActivity implements OwnerActivity {
    private static final Pattern IDLE_TIME = Pattern.compile("\"HIDIdleTime\"\\s*=\\s*(\\d{1,18})");

    private long lookedAt = System.nanoTime();

    @Override
    public boolean wasSeen() {
        long sinceLastLook = System.nanoTime() - lookedAt;
        lookedAt += sinceLastLook;
        return idleNanoseconds(Output.of("ioreg", "-c", "IOHIDSystem", "-d", "4")).stream()
                .anyMatch(idle -> idle < sinceLastLook);
    }

    /** The least of those in the registry. */
    static OptionalLong idleNanoseconds(String registry) {
        return IDLE_TIME
                .matcher(registry)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .min();
    }
}
