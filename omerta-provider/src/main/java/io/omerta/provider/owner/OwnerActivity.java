package io.omerta.provider.owner;

import java.nio.file.Path;
import java.util.List;

/** Something that shows when a person uses this machine. For one thread. */
@FunctionalInterface
public interface OwnerActivity {
    /** Whether there was any since the last call; the first one may only take note of how things are. */
    boolean wasSeen();

    /** All that this host shows: terminals and seats on Linux, or the hardware's interrupts where it has no seats. */
    static OwnerActivity ofHost() {
        if (System.getProperty("os.name", "").startsWith("Mac")) {
            return new HidActivity();
        }
        OwnerActivity hardware = new SeatActivity(new InterruptActivity(Path.of("/proc/interrupts")));
        return anyOf(List.of(new TerminalActivity(Path.of("/dev")), hardware));
    }

    /** Each of them is looked at every time. */
    static OwnerActivity anyOf(List<OwnerActivity> all) {
        return () -> all.stream().filter(OwnerActivity::wasSeen).count() > 0;
    }
}
