package io.omerta.vm.qemu;

import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.StrictJson;
import io.omerta.vm.Acceleration;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of the acceleration probe, kept in a file so that a daemon that starts need not boot a machine for it. Only a
 * cache: a file that is lost or broken costs one probe.
 */
final class AccelerationCache {
    private static final Logger LOG = LoggerFactory.getLogger(AccelerationCache.class);
    private static final int VERSION = 1;
    private static final int MAX_ANSWERS = 16;
    private static final int MAX_BYTES = 64 << 10;

    /** Everything that can change the answer. */
    record Key(String hostKernel, String qemuVersion, String imageDigest) {
        @Override
        public String toString() {
            return hostKernel + " " + qemuVersion + " " + imageDigest;
        }
    }

    record Answer(Acceleration acceleration, String reason) {}

    private record Content(int v, Map<String, Answer> answers) {}

    private final Path file;

    AccelerationCache(Path file) {
        this.file = file;
    }

    Optional<Answer> find(Key key) {
        return Optional.ofNullable(read().get(key.toString()));
    }

    void remember(Key key, Answer answer) {
        Map<String, Answer> answers = new LinkedHashMap<>(read());
        answers.put(key.toString(), answer);
        while (answers.size() > MAX_ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
        try {
            AtomicFile.write(file, StrictJson.write(new Content(VERSION, answers)), AtomicFile.OWNER_ONLY);
        } catch (UncheckedIOException e) {
            LOG.warn("could not keep the answer of the acceleration probe: {}", e.getMessage());
        }
    }

    private Map<String, Answer> read() {
        try {
            return StrictJson.read(file, Content.class, MAX_BYTES, "")
                    .filter(content -> content.v == VERSION && content.answers != null)
                    .map(Content::answers)
                    .orElse(Map.of());
        } catch (OmertaException | UncheckedIOException e) {
            LOG.warn("{}; the acceleration is probed again", e.getMessage());
            return Map.of();
        }
    }
}
