package io.omerta.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An image with one package more is built at a machine that lends already; a job of another one asks for it. */
final class ImageIT {
    private static final Duration BUILD = Duration.ofMinutes(6);
    private static final List<String> WITH_LUA = List.of("--with", "lua5.4", "--language", "lua=/usr/bin/lua");

    /** Copies what the distribution has and builds as somebody else: nobody may write anywhere but there. */
    private static final String BUILD_AS_NOBODY = """
        cp -r "$1" "$2/guest"
        chown -R 65534:65534 "$2"
        cd "$2"
        shift 2
        exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$PWD" TMPDIR="$PWD" \\
            guest/build-image "$@" lua
        """;

    @TempDir
    Path images;

    @TempDir
    Path elsewhere;

    private Machine requester;
    private Machine lender;

    @BeforeEach
    void start() throws IOException {
        Path standard = Machine.images().resolve("debian-12");
        Files.createSymbolicLink(images.resolve("debian-12"), standard);
        requester = new Machine(Machine.images()).started();
        lender = new Machine(images).started();
        Command.Result joined = lender.omerta("network", "join", "--key", requester.createNetwork("My Team"));
        assertThat(joined.exitCode()).as("%s", joined).isZero();
    }

    @AfterEach
    void stop() {
        try {
            lender.close();
        } finally {
            requester.close();
        }
    }

    @Test
    void imageWithAPackageMore_isTheSameWhoeverBuildsIt_andRunsTheJobThatNamesIt() throws IOException {
        String digest = build();

        await().atMost(Duration.ofSeconds(30)).until(() -> announced(digest));
        String prefix = digest.substring("sha256:".length(), "sha256:".length() + 12);
        Command.Result lua =
                requester.omerta("submit", "--image", prefix, "--language", "lua", "--script", "print(6 * 7)");
        assertThat(lua.stdout()).as("%s", lua).isEqualTo("42\n");

        // The requester's own daemon knows no Lua: the language alone leads to the image too.
        Command.Result language = requester.omerta("submit", "--language", "lua", "--script", "print(6 * 8)");
        assertThat(language.stdout()).as("%s", language).isEqualTo("48\n");

        assertUsedImageStays(prefix);
    }

    @Test
    void unknownPackage_onBuild_isSaidBeforeAnythingIsFetched() {
        Command.Result refused = lender.omerta("image", "build", "--with", "lua5.44");
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(4);
        assertThat(refused.stderr())
                .hasLineCount(2)
                .startsWith("omerta: could not find the package \"lua5.44\" in Debian ")
                .endsWith("\n  try: apt-cache pkgnames lua5.4\n");
        assertThat(images.toFile().list()).containsExactly("debian-12");
    }

    /** @return the digest that two builds gave, one by root into the lender's images, one by nobody elsewhere */
    private String build() throws IOException {
        List<String> command = concat(List.of("image", "build", "--name", "lua"), WITH_LUA);
        Path guest = Machine.checkout().resolve("omerta-cli/target/dist/share/omerta/guest");
        List<String> line = List.of("sh", "-ec", BUILD_AS_NOBODY, "build", guest.toString(), elsewhere.toString());
        try (Command nobodys = Command.start(Map.of(), concat(line, WITH_LUA));
                Command own = lender.startOmerta(command.toArray(String[]::new))) {
            Command.Result built = own.finish(BUILD);
            assertThat(built.exitCode()).as("%s", built).isZero();
            assertThat(built.stderr()).contains("omerta: fetching and unpacking");
            String digest = built.stdout().strip();
            assertThat(digest).matches("sha256:[0-9a-f]{64}");
            Command.Result again = nobodys.finish(BUILD);
            assertThat(again.exitCode()).as("%s", again).isZero();
            assertThat(Files.readString(elsewhere.resolve("lua/manifest.json"))).contains(digest);
            return digest;
        }
    }

    private boolean announced(String digest) {
        for (JsonNode peer : requester.json("peers").get("peers")) {
            if (peer.get("up").asBoolean() && peer.get("images").toString().contains(digest)) {
                return true;
            }
        }
        return false;
    }

    private void assertUsedImageStays(String prefix) {
        String job = requester
                .omerta("submit", "--detach", "--image", prefix, "--script", "sleep 600")
                .stdout()
                .strip();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !lender.json("status").get("images_in_use").isEmpty());
        Command.Result refused = lender.omerta("image", "remove", "lua");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr()).contains("could not remove the image \"lua\": a job here runs in it");
        assertThat(requester.omerta("cancel", job).exitCode()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> lender.json("status").get("images_in_use").isEmpty());
        Command.Result removed = lender.omerta("image", "remove", "lua");
        assertThat(removed.exitCode()).as("%s", removed).isZero();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> lender.json("status").get("images").size() == 1);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
