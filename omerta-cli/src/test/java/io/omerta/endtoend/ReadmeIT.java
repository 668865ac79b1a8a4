package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types the README's commands, block by block, as a new user would; in a network namespace, so that no port is taken. */
final class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void commandsOfTheReadme_areTyped_allWork() throws IOException {
        List<String> blocks = blocks();
        String joining = blocks.stream()
                .filter(block -> block.contains("--key \"omerta://join/...\""))
                .findFirst()
                .orElseThrow();
        Path key = directory.resolve("key");
        Path elsewhereHome = directory.resolve("elsewhere");
        StringBuilder script = new StringBuilder("set -eu\nip link set lo up\n");
        // Wherever it ends, nothing that it started stays.
        script.append("trap 'kill %1 || true; omertad stop || true; OMERTA_HOME=")
                .append(elsewhereHome)
                .append(" omertad stop || true' EXIT\n");
        for (String block : blocks) {
            if (block.contains("bin/quickstart")) {
                // bin/test runs these two itself.
                continue;
            }
            if (block.equals(joining)) {
                String elsewhere = block.replace("omertad start", "omertad start --port 50052")
                        .replace("\"omerta://join/...\"", "\"$(cat " + key + ")\"");
                script.append("(export OMERTA_HOME=").append(elsewhereHome);
                script.append("\n").append(elsewhere).append("omertad stop)\n");
            } else {
                script.append(block.replace(
                        "omerta network create --name \"My Team\"",
                        "omerta network create --name \"My Team\" | grep -o 'omerta://join/[^ ]*' > " + key));
            }
        }
        Files.writeString(directory.resolve("input.data"), "the input\n");

        Command.Result result = type(script.toString());

        assertThat(result.exitCode()).as("%s", result).isZero();
        assertThat(result.stdout())
                .as("%s", result)
                .contains("Hello from Omerta!\n")
                .contains("Hello World\n")
                .contains("the input\n")
                .contains("42\n")
                .contains("done\n");
    }

    private Command.Result type(String script) {
        Map<String, String> environment = Map.of(
                "OMERTA_HOME", directory.resolve("home").toString(),
                "OMERTA_IMAGES", Machine.images().toString(),
                "PATH", Machine.checkout().resolve("bin") + ":" + System.getenv("PATH"));
        String inDirectory = "cd " + directory + "\n" + script;
        try (Command command = Command.start(environment, List.of("unshare", "-n", "bash", "-c", inDirectory))) {
            return command.finish(Machine.PATIENCE.multipliedBy(3));
        }
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Machine.checkout().resolve("README.md")));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
