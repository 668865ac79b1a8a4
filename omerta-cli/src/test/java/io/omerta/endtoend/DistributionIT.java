package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a copy of the distribution has to do on other machines than the one that made it. */
final class DistributionIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String LOG = "-Xlog:aot+codecache+init=info:stdout";
    /** Java says so of a cache that it uses, and nothing of one that does not fit. */
    private static final String NO_CODE = "AOT Code Cache is empty";

    private final Path dist = Machine.checkout().resolve("omerta-cli/target/dist");

    @Test
    void cacheOfTheCommand_isUsed_andHasNoCodeForOneProcessorAlone() {
        Command.Result result = finish(
                Map.of("OMERTA_JAVA_OPTIONS", LOG),
                List.of(dist.resolve("bin/omerta").toString(), "--version"));
        assertThat(result.stdout()).as("%s", result).contains(NO_CODE);
    }

    @Test
    void cacheOfTheDaemon_isUsed_andHasNoCodeForOneProcessorAlone() {
        Command.Result result = finish(
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:AOTCache=" + dist.resolve("lib/omertad.aot"),
                        LOG,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        dist.resolve("lib/omerta-cli.jar").toString(),
                        "io.omerta.daemon.Omertad",
                        "--version"));
        assertThat(result.stdout()).as("%s", result).contains(NO_CODE);
    }

    private static Command.Result finish(Map<String, String> environment, List<String> line) {
        try (Command command = Command.start(environment, line)) {
            return command.finish(LIMIT);
        }
    }
}
