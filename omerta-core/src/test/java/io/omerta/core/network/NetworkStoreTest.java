package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkStoreTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("networks.json");
    }

    @Test
    void add_isThereAfterReopening() throws IOException {
        Network network = network("My Team");
        NetworkStore.open(file).add(network);
        NetworkStore reopened = NetworkStore.open(file);
        assertThat(reopened.list()).containsExactly(network);
        assertThat(reopened.find(network.id())).contains(network);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void add_twice_isRefused() {
        NetworkStore store = NetworkStore.open(file);
        Network network = network("My Team");
        store.add(network);
        assertThat(code(() -> store.add(network.joinLink().toNetwork()))).isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void remove_isDurable() {
        NetworkStore store = NetworkStore.open(file);
        Network network = network("My Team");
        store.add(network);
        assertThat(store.remove(network.id())).isTrue();
        assertThat(store.remove(network.id())).isFalse();
        assertThat(NetworkStore.open(file).list()).isEmpty();
    }

    @Test
    void resolve_acceptsNameIdPrefixAndTheOnlyOne() {
        NetworkStore store = NetworkStore.open(file);
        assertThat(code(() -> store.resolve(""))).isEqualTo(ErrorCode.NOT_FOUND);
        Network one = network("One");
        store.add(one);
        assertThat(store.resolve("")).isEqualTo(one);
        Network two = network("Two");
        store.add(two);
        assertThat(store.resolve("Two")).isEqualTo(two);
        assertThat(store.resolve(one.id().hex())).isEqualTo(one);
        assertThat(store.resolve(one.id().hex().substring(0, 10))).isEqualTo(one);
        assertThat(code(() -> store.resolve(""))).isEqualTo(ErrorCode.AMBIGUOUS);
        assertThat(code(() -> store.resolve("Three"))).isEqualTo(ErrorCode.NOT_FOUND);
        store.add(network("Two"));
        assertThat(code(() -> store.resolve("Two"))).isEqualTo(ErrorCode.AMBIGUOUS);
    }

    @Test
    void resolve_ofNothing_isTheOnlyOneThatIsNotPaused() {
        NetworkStore store = NetworkStore.open(file);
        Network one = network("One");
        Network two = network("Two");
        store.add(one);
        store.add(two);
        store.change(one.id(), network -> network.withPaused(true));
        assertThat(store.resolve("")).isEqualTo(two);
        store.change(two.id(), network -> network.withPaused(true));
        assertThat(code(() -> store.resolve(""))).isEqualTo(ErrorCode.AMBIGUOUS);
        assertThat(store.active()).isEmpty();
    }

    @Test
    void resolve_ofTwoWithOneName_namesThemByTheirIds() {
        NetworkStore store = NetworkStore.open(file);
        Network one = network("Two");
        store.add(one);
        store.add(network("Two"));
        String id = one.id().hex().substring(0, 8);
        assertThatThrownBy(() -> store.resolve("Two"))
                .hasMessageContaining(id)
                .isInstanceOfSatisfying(
                        OmertaException.class, e -> assertThat(e.hint()).isEqualTo("name it by its id: " + id));
        assertThatThrownBy(() -> store.resolve("Three")).hasMessageContaining("in " + id + ", ");
    }

    @Test
    void resolve_ofAReferenceWithoutEnd_repeatsItsBeginningOnly() {
        NetworkStore store = NetworkStore.open(file);
        String endless = "n".repeat(10_000);
        assertThatThrownBy(() -> store.resolve(endless))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(140));
        store.add(network("One"));
        assertThatThrownBy(() -> store.resolve(endless))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(140));
    }

    @Test
    void change_isThereAfterReopening() {
        NetworkStore store = NetworkStore.open(file);
        Network network = network("My Team");
        store.add(network);
        Network changed =
                store.change(network.id(), now -> now.withName("Others").withPaused(true));
        assertThat(changed.name()).isEqualTo("Others");
        assertThat(NetworkStore.open(file).list()).containsExactly(changed);
        store.remove(network.id());
        assertThat(code(() -> store.change(network.id(), now -> now.withPaused(false))))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void change_toANameWithoutEnd_isRefusedInOneShortLineAndChangesNothing() {
        NetworkStore store = NetworkStore.open(file);
        Network network = network("My Team");
        store.add(network);
        assertThatThrownBy(() -> store.change(network.id(), now -> now.withName("n".repeat(10_000))))
                .hasMessage("network name: not between 1 and 100 characters");
        assertThat(store.list()).containsExactly(network);
    }

    @Test
    void open_ofAnOlderFile_isNotPaused() throws IOException {
        Files.writeString(
                file,
                "{\"version\":1,\"networks\":[{\"name\":\"a\",\"network_key\":\"" + KEY
                        + "\",\"bootstrap_peers\":[],\"created_at\":\"2026-01-02T03:04:05Z\",\"creator\":true}]}");
        assertThat(NetworkStore.open(file).list())
                .singleElement()
                .satisfies(network -> assertThat(network.paused()).isFalse());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | line 1",
                "{ | line 1: not JSON",
                "[] | line 1",
                "{\"version\":1} | line 1: the field \"networks\" is missing",
                "{\"version\":2,\"networks\":[]} | line 1: version 2 is not known here",
                "{\"version\":1,\\n\"networks\":[{\"name\":\"a\"}]} | line 2: field \"networks[0].creator\": missing",
                "{\"version\":1,\"networks\":[],\"x\":1} | line 1: unknown field \"x\"",
                "{\"version\":1,\\n"
                        + "\"networks\":[{\"name\":\"a\",\"creator\":true}]} | line 2: the field \"network_key\" is"
                        + " missing",
                "{\"version\":1,\"networks\":[]}\\n7 | line 2",
                "{\"version\":1,\\n\\n\"networks\":[{\"name\":\"a\",\"network_key\":\"AAAA\",\"bootstrap_peers\":[],"
                        + "\"created_at\":\"2026-01-02T03:04:05Z\",\"creator\":true}]}"
                        + " | line 3: the field \"network_key\" is not base64 of 32 bytes",
                "{\"version\":1,\"networks\":[ENTRY,ENTRY]} | the network \"a\" is in it twice",
                "{\"version\":1,\"networks\":[null]} | could not read",
            })
    void open_onBrokenFile_namesFileAndLineAndLeavesIt(String text, String reason) throws IOException {
        String entry = "{\"name\":\"a\",\"network_key\":\"" + KEY
                + "\",\"bootstrap_peers\":[],\"created_at\":\"2026-01-02T03:04:05Z\",\"creator\":true}";
        String content = text.replace("\\n", "\n").replace("ENTRY", entry);
        Files.writeString(file, content);
        assertThatThrownBy(() -> NetworkStore.open(file))
                .isInstanceOfSatisfying(OmertaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
                    assertThat(e.hint()).contains("mv " + file);
                })
                .hasMessageStartingWith("could not read " + file)
                .hasMessageContaining(reason);
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    private static Network network(String name) {
        return Network.create(
                name,
                List.of(Endpoint.of("10.0.0.1", 50051)),
                Instant.parse("2026-01-02T03:04:05.6Z"),
                new SecureRandom());
    }

    private static ErrorCode code(Runnable action) {
        try {
            action.run();
            throw new AssertionError("nothing was thrown");
        } catch (OmertaException e) {
            return e.code();
        }
    }
}
