package io.omerta.consumer.files;

import static io.omerta.consumer.files.StandInClient.bytes;
import static io.omerta.consumer.files.StandInClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadTest {
    @TempDir
    private Path folder;

    private Path collected;
    private FileService service;
    private StandInClient client;

    @BeforeEach
    void open() throws IOException {
        collected = Files.createDirectories(folder.toRealPath().resolve("collected"));
        Files.writeString(folder.resolve("secret"), "secret");
        service = new FileService(Optional.empty(), Optional.of(collected), "job1");
        client = new StandInClient(service);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void put_isThereWhenItIsWhole() throws IOException {
        assertThat(client.put("/out.txt", "result")).startsWith("HTTP/1.1 201").endsWith("out.txt\n");
        assertThat(collected.resolve("out.txt")).hasContent("result");
        assertThat(names(collected)).containsExactly("out.txt");
    }

    @Test
    void put_intoFolders_makesThem() throws IOException {
        assertThat(client.put("/a/b/c.txt", "deep")).startsWith("HTTP/1.1 201");
        assertThat(client.put("/a/b/d.txt", "")).startsWith("HTTP/1.1 201");
        assertThat(collected.resolve("a/b/c.txt")).hasContent("deep");
        assertThat(collected.resolve("a/b/d.txt")).isEmptyFile();
    }

    @Test
    void put_inChunks_andExpectingToBeAsked_isTaken() throws IOException {
        String answer = client.exchange(
                request("PUT /out.txt HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "Expect: 100-continue")
                        + request("3", "abc", "2", "de", "0"));
        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n").contains("HTTP/1.1 201");
        assertThat(collected.resolve("out.txt")).hasContent("abcde");
    }

    @Test
    void put_ofTheSameJobAgain_replacesItsFile() throws IOException {
        client.put("/out.txt", "first");
        assertThat(client.put("/out.txt", "second")).startsWith("HTTP/1.1 200");
        assertThat(collected.resolve("out.txt")).hasContent("second");
    }

    @Test
    void put_overWhatWasThereBefore_isAConflict() throws IOException {
        Files.writeString(collected.resolve("mine.txt"), "mine");
        Files.createDirectories(collected.resolve("folder"));
        Files.createSymbolicLink(collected.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(collected.resolve("away"), folder);
        for (String path : List.of("/mine.txt", "/folder", "/link", "/away/new.txt", "/away/secret", "/mine.txt/x")) {
            assertThat(client.put(path, "evil")).as(path).startsWith("HTTP/1.1 409");
        }
        assertThat(collected.resolve("mine.txt")).hasContent("mine");
        assertThat(folder.resolve("secret")).hasContent("secret");
        assertThat(folder.resolve("new.txt")).doesNotExist();
        assertThat(names(collected)).containsExactly("away", "folder", "link", "mine.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.bashrc", "/.ssh/authorized_keys", "/a/.b/c", "/.omerta-job1-1.part", "/..."})
    void put_ofAHiddenName_isForbidden(String path) throws IOException {
        assertThat(client.put(path, "evil")).startsWith("HTTP/1.1 403");
        assertThat(names(collected)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../evil", "/a/../../evil", "/%2e%2e/evil", "/..%2fevil", "/a%00", "//x"})
    void put_outsideOfTheFolder_isABadRequest(String path) throws IOException {
        assertThat(client.put(path, "evil")).startsWith("HTTP/1.1 400");
        assertThat(names(folder)).containsExactly("collected", "secret");
        assertThat(names(collected)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/folder/"})
    void put_ofAFolder_isABadRequest(String path) throws IOException {
        assertThat(client.put(path, "evil")).startsWith("HTTP/1.1 400");
    }

    @Test
    void put_ofAPart_isABadRequest() throws IOException {
        String header = request("PUT /out.txt HTTP/1.1", "Host: x", "Content-Range: bytes 0-1/4", "Content-Length: 2");
        assertThat(client.exchange(header + "ab")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /out.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
                "PUT /out.txt HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "PUT /out.txt HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n",
                "PUT /out.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"
            })
    void put_brokenOff_leavesNothing(String request) {
        assertThatThrownBy(() -> client.exchange(request)).isInstanceOf(IOException.class);
        assertThat(names(collected)).isEmpty();
    }

    @Test
    void put_whoseAnswerTheGuestDoesNotTake_isThere_andIsNotAnsweredAgain() {
        AtomicInteger answers = new AtomicInteger();
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                answers.incrementAndGet();
                throw new IOException("reset");
            }
        };
        InputStream in = bytes(request("PUT /out.txt HTTP/1.1", "Host: x", "Content-Length: 4") + "done");
        assertThatThrownBy(() -> service.hold(in, gone)).hasMessage("reset");
        assertThat(answers).hasValue(1);
        assertThat(collected.resolve("out.txt")).hasContent("done");
    }

    @Test
    void put_onItsWayWhenTheServiceIsClosed_leavesNothing() throws IOException {
        InputStream in = new SequenceInputStream(
                bytes(request("PUT /out.txt HTTP/1.1", "Host: x", "Content-Length: 10") + "half"),
                new ByteArrayInputStream(new byte[6]) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        service.close();
                        assertThat(names(collected)).isEmpty();
                        return super.read(into, offset, length);
                    }
                });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        service.hold(in, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("HTTP/1.1 500");
        assertThat(names(collected)).isEmpty();
    }

    @Test
    void leftovers_ofAKilledDaemon_areDeletedOfThatJobAlone() throws IOException {
        Files.writeString(collected.resolve(".omerta-job1-7.part"), "half");
        Files.writeString(collected.resolve(".omerta-job2-7.part"), "half");
        Files.writeString(collected.resolve("out.txt"), "whole");
        assertThat(FileService.deleteLeftovers(collected, "job1")).isEqualTo(1);
        assertThat(names(collected)).containsExactly(".omerta-job2-7.part", "out.txt");
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
