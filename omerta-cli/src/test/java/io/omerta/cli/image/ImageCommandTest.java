package io.omerta.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.standin.ScriptedDaemon;
import io.omerta.standin.TestShell;
import io.omerta.standin.TestShell.Outcome;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.standin.StandInImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageCommandTest {
    @AutoClose
    private final TestShell shell = TestShell.open();

    private String standard = "";
    private String ruby = "";

    @BeforeEach
    void write() throws IOException {
        standard = image("debian-12", List.of(), Duration.ofMinutes(90));
        ruby = image("ruby", List.of("ruby /usr/bin/ruby"), Duration.ofDays(3));
    }

    @Test
    void list_marksTheImageOfJobsThatNameNone() {
        Outcome listed = shell.omerta("image", "list");
        assertThat(listed.exitCode()).isZero();
        String arch = Architecture.ofHost().toString();
        assertThat(listed.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "NAME DIGEST ARCH SIZE AGE LANGUAGES ADDED",
                        "debian-12 * " + digits(standard).substring(0, 8) + " " + arch
                                + " 19 bytes 90 min bash,python,sh -",
                        "ruby " + digits(ruby).substring(0, 8) + " " + arch + " 19 bytes 3 d bash,python,r… -");
        assertThat(listed.err()).isEqualTo("omerta: * is the image of jobs that name none\n");
    }

    @Test
    void list_inJson_tellsTheSame() {
        JsonNode images = json("image", "list").get("images");
        assertThat(images.size()).isEqualTo(2);
        assertThat(images.get(0).get("digest").asString()).isEqualTo(standard);
        assertThat(images.get(0).get("current").asBoolean()).isTrue();
        assertThat(images.get(1).get("languages").toString()).isEqualTo("[\"bash\",\"python\",\"ruby\",\"sh\"]");
        assertThat(images.get(1).get("current").asBoolean()).isFalse();
        assertThat(images.get(1).get("built_at").asString()).isEqualTo("2026-11-19T12:01:00Z");
    }

    @Test
    void show_findsByPrefixAndTellsPackages() {
        Outcome shown = shell.omerta("image", "show", digits(ruby));
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains("name       ruby\n")
                .contains("language   ruby: /usr/bin/ruby\n")
                .contains("package    bash 5.2.15-2\n");
        JsonNode json = json("image", "show", "ruby");
        assertThat(json.get("packages").toString()).isEqualTo("[{\"name\":\"bash\",\"version\":\"5.2.15-2\"}]");
    }

    @Test
    void imageWithDrivers_isShownAndListedWithThem() throws IOException {
        StandInImage.createWithDrivers(shell.home.images().resolve("gpu"), List.of("amdgpu", "i915"));
        assertThat(shell.omerta("image", "show", "gpu").out())
                .contains("driver     amdgpu\n")
                .contains("driver     i915\n");
        assertThat(json("image", "show", "gpu").get("drivers").toString()).isEqualTo("[\"amdgpu\",\"i915\"]");
        assertThat(json("image", "show", "ruby").get("drivers").isEmpty()).isTrue();
        assertThat(shell.omerta("image", "list").out()).contains("amdgpu,i915");
    }

    @Test
    void unknownImage_endsWithCode4() {
        Outcome shown = shell.omerta("image", "show", "nothing");
        assertThat(shown.exitCode()).isEqualTo(4);
        assertThat(shown.err()).isEqualTo("omerta: could not find the image \"nothing\"\n  try: omerta image list\n");
    }

    @Test
    void exportedImage_onImport_isTheSame() {
        Outcome exported = shell.omerta("image", "export", "ruby", "carried.tar");
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        assertThat(exported.out()).isEqualTo(ruby + "\n");
        assertThat(shell.omerta("image", "remove", "ruby").exitCode()).isZero();
        Outcome imported = shell.omerta("image", "import", "carried.tar");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).isEqualTo(ruby + "\n");
        assertThat(json("image", "show", "carried").get("digest").asString()).isEqualTo(ruby);
        JsonNode again = json("image", "import", "carried.tar", "--name", "again");
        assertThat(again.get("name").asString()).isEqualTo("again");
    }

    @Test
    void fileThatIsNoImage_onImport_isRefusedInOneLine() throws IOException {
        Files.writeString(shell.folder.resolve("x.tar"), "no tar at all".repeat(100));
        Outcome imported = shell.omerta("image", "import", "x.tar");
        assertThat(imported.exitCode()).isEqualTo(1);
        assertThat(imported.err()).hasLineCount(2).contains("could not import").contains("no tar archive");
    }

    @Test
    void unwritablePlace_onExport_isRefusedInOneLine() {
        Outcome exported = shell.omerta("image", "export", "ruby", "nowhere/x.tar");
        assertThat(exported.exitCode()).isEqualTo(1);
        assertThat(exported.err()).hasLineCount(2).contains("could not export the image \"ruby\"");
    }

    @Test
    void currentImage_onRemove_saysWhatComesNext() {
        Outcome removed = shell.omerta("image", "remove", "debian-12");
        assertThat(removed.out()).isEqualTo("removed \"debian-12\"\n");
        assertThat(removed.err()).isEqualTo("omerta: jobs that name no image run in \"ruby\" from now on\n");
        assertThat(shell.omerta("image", "rm", "ruby").err())
                .isEqualTo("omerta: no image is left that jobs could run in: omerta image build\n");
        assertThat(json("image", "list").get("images").isEmpty()).isTrue();
    }

    @Test
    void usedImage_onRemove_staysUnlessForced() {
        shell.with(new ScriptedDaemon().runningIn(ruby));
        Outcome refused = shell.omerta("image", "remove", "debian-12", "ruby");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("""
            omerta: could not remove the image "ruby": a job here runs in it
              try: omerta image remove --force ruby
            """);
        assertThat(json("image", "list").get("images").size()).isEqualTo(2);
        assertThat(shell.omerta("image", "remove", "--force", "ruby").exitCode())
                .isZero();
        assertThat(shell.omerta("image", "remove", "debian-12").exitCode()).isZero();
    }

    @Test
    void image_ofSubmit_goesToTheDaemonAsTyped() {
        ScriptedDaemon daemon = new ScriptedDaemon();
        shell.with(daemon);
        Outcome submitted = shell.omerta("submit", "--script", "x", "--image", "ruby", "--detach");
        assertThat(submitted.exitCode()).isZero();
        assertThat(daemon.submitted.remove().getImage()).isEqualTo("ruby");
    }

    @Test
    void badNameOfAnImage_onBuild_isRefusedBeforeAnythingIsDone() {
        Outcome built = shell.omerta("image", "build", "--name", "../x");
        assertThat(built.exitCode()).isEqualTo(2);
        assertThat(built.err()).contains("could not use \"../x\" as the name of an image");
    }

    private JsonNode json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        Outcome outcome = shell.omerta(all);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return new JsonMapper().readTree(outcome.out());
    }

    private static String digits(String digest) {
        return digest.substring("sha256:".length(), "sha256:".length() + 12);
    }

    private String image(String name, List<String> languages, Duration age) throws IOException {
        Path directory = shell.home.images().resolve(name);
        GuestImage image = StandInImage.create(directory, languages);
        Files.setLastModifiedTime(directory.resolve("manifest.json"), FileTime.from(ScriptedDaemon.NOON.minus(age)));
        return image.digest();
    }
}
