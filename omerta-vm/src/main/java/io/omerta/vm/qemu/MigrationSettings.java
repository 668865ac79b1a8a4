package io.omerta.vm.qemu;

import java.util.List;
import java.util.Map;

/** Arguments of QMP commands that a template's maker and its clones have to agree about. */
final class MigrationSettings {
    /** The memory's file is not part of the state. */
    static final Map<String, ?> CAPABILITIES =
            Map.of("capabilities", List.of(Map.of("capability", "x-ignore-shared", "state", true)));

    /** A clone does not announce itself to a network: the frame gate would take that for an attempt to break out. */
    static final Map<String, ?> PARAMETERS = Map.of("max-bandwidth", 1L << 40, "announce-rounds", 0);

    private MigrationSettings() {}
}
