package io.omerta.consumer.files;

import static io.omerta.consumer.files.StandInClient.bytes;
import static io.omerta.consumer.files.StandInClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileServiceTest {
    @TempDir
    private Path folder;

    private Path served;
    private Path collected;
    private FileService service;
    private StandInClient client;

    @BeforeEach
    void open() throws IOException {
        served = Files.createDirectories(folder.toRealPath().resolve("served"));
        collected = Files.createDirectories(folder.toRealPath().resolve("collected"));
        Files.writeString(folder.resolve("secret"), "secret");
        Files.writeString(served.resolve("hello.txt"), "0123456789");
        Files.createDirectories(served.resolve("sub/deep"));
        Files.writeString(served.resolve("sub/deep/a b<&>é.txt"), "odd");
        service = new FileService(Optional.of(served), Optional.of(collected), "job1");
        client = new StandInClient(service);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void get_ofAFile_isItsBytes() throws IOException {
        String answer = client.exchange("GET /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 10\r\n")
                .contains("accept-ranges: bytes\r\n")
                .endsWith("\r\n\r\n0123456789");
    }

    @Test
    void get_ofManyFilesOverOneConnection_isAnsweredInOrder() throws IOException {
        String answer = client.exchange(request("GET /hello.txt HTTP/1.1", "Host: x")
                + request("HEAD /hello.txt HTTP/1.1", "Host: x")
                + request("GET /nothing HTTP/1.1", "Host: x")
                + request("GET /sub/deep/a%20b%3C%26%3E%C3%A9.txt HTTP/1.1", "Host: x", "Connection: close")
                + request("GET /hello.txt HTTP/1.1", "Host: x"));
        assertThat(answer.split("HTTP/1.1 ", -1))
                .extracting(part -> part.substring(0, Math.min(3, part.length())))
                .containsExactly("", "200", "200", "404", "200");
        assertThat(answer).endsWith("odd");
    }

    @Test
    void head_hasTheLengthAndNoBody() throws IOException {
        assertThat(client.exchange("HEAD /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains("content-length: 10\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3 | 206 | 0123 | bytes 0-3/10",
                "bytes=4- | 206 | 456789 | bytes 4-9/10",
                "bytes=-3 | 206 | 789 | bytes 7-9/10",
                "bytes=8-100 | 206 | 89 | bytes 8-9/10",
                "bytes=9-9 | 206 | 9 | bytes 9-9/10",
                "bytes=10- | 416 | '' | bytes */10",
                "bytes=-0 | 416 | '' | bytes */10",
                "bytes=0- | 200 | 0123456789 |",
                "bytes=-100 | 200 | 0123456789 |",
                "bytes=5-2 | 200 | 0123456789 |",
                "bytes=0-1,3-4 | 200 | 0123456789 |",
                "bytes=99999999999999999999- | 200 | 0123456789 |",
                "lines=1-2 | 200 | 0123456789 |",
            })
    void get_ofARange_isThatPart(String range, int status, String body, String contentRange) throws IOException {
        String answer = client.exchange("GET /hello.txt HTTP/1.1\r\nHost: x\r\nRange: " + range + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n" + body);
        if (contentRange != null) {
            assertThat(answer).contains("content-range: " + contentRange + "\r\n");
        }
    }

    @Test
    void get_ofARangeOfAnotherVersion_isTheWhole() throws IOException {
        assertThat(client.exchange(
                        "GET /hello.txt HTTP/1.1\r\nHost: x\r\nRange: bytes=1-2\r\nIf-Range: \"old\"\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .endsWith("0123456789");
    }

    @Test
    void get_ofAFolder_listsIt() throws IOException {
        Files.createSymbolicLink(served.resolve("link"), folder.resolve("secret"));
        assertThat(client.exchange("GET / HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n\r\n"))
                .endsWith("\r\n\r\nhello.txt\nsub/\n");
        assertThat(client.exchange("GET /sub/deep/ HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n\r\n"))
                .endsWith("\r\n\r\na%20b%3C%26%3E%C3%A9.txt\n");
        assertThat(client.exchange("GET /sub/deep/ HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains("<a href=\"../\">")
                .contains("<a href=\"a%20b%3C%26%3E%C3%A9.txt\">a b&lt;&amp;&gt;é.txt</a> 3 bytes");
        assertThat(client.exchange("GET /sub/deep HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 301")
                .contains("location: deep/\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret",
                "/sub/../../secret",
                "/%2e%2e/secret",
                "/%2E%2E%2Fsecret",
                "/..%2fsecret",
                "/sub/..",
                "/./hello.txt",
                "//hello.txt",
                "/sub//deep/",
                "/hello.txt%00",
                "/%",
                "/%zz",
                "/%c0%ae%c0%ae/secret",
                "/%ff",
                "hello.txt",
                "../secret",
                "http://x/../secret",
                "*",
                "/hello.txt%0a",
                "/\u0001"
            })
    void get_ofWhatIsNoPathBelowTheFolder_isABadRequest(String target) throws IOException {
        assertThat(client.exchange("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("secret\r\n")
                .contains("connection: close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/to-file",
                "/to-folder/secret",
                "/to-folder/",
                "/to-folder",
                "/inside",
                "/sub/up/secret",
                "/absolute",
                "/dangling",
                "/hello.txt/x",
                "/hello.txt/",
                "/nothing",
                "/..\\secret",
                "/pipe",
                "/%2e%2e%2e"
            })
    void get_throughLinksAndOfWhatIsNoFile_isNotFound(String target) throws Exception {
        Files.createSymbolicLink(served.resolve("to-file"), folder.resolve("secret"));
        Files.createSymbolicLink(served.resolve("to-folder"), folder);
        Files.createSymbolicLink(served.resolve("inside"), Path.of("hello.txt"));
        Files.createSymbolicLink(served.resolve("sub/up"), Path.of("../.."));
        Files.createSymbolicLink(served.resolve("absolute"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(served.resolve("dangling"), Path.of("nowhere"));
        assertThat(new ProcessBuilder("mkfifo", served.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(client.exchange("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void get_ofAFileThatShrinksMeanwhile_breaksOff() throws IOException {
        Files.write(served.resolve("large"), new byte[1 << 20]);
        InputStream in = bytes("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] b, int off, int len) {
                super.write(b, off, len);
                try {
                    Files.write(served.resolve("large"), new byte[100]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertThatThrownBy(() -> service.hold(in, out)).isInstanceOf(IOException.class);
        assertThat(out.size()).isLessThan(1 << 20);
    }

    @Test
    void otherMethods_areNotAllowed() throws IOException {
        for (String method : List.of("POST", "DELETE", "MKCOL", "CONNECT", "TRACE")) {
            assertThat(client.exchange(method + " /hello.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 405")
                    .contains("allow: GET, HEAD, PUT");
        }
        assertThat(served.resolve("hello.txt")).exists();
    }

    @Test
    void nothingServedOrCollected_saysWhatToSay() throws IOException {
        try (FileService bare = new FileService(Optional.empty(), Optional.empty(), "job1")) {
            StandInClient other = new StandInClient(bare);
            assertThat(other.exchange("GET /hello.txt HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 404")
                    .contains("--serve");
            assertThat(other.put("/out.txt", "x")).startsWith("HTTP/1.1 403").contains("--collect");
        }
    }

    /** Seeded; whatever a guest sends, it is answered or cut off, and nothing of it is left. */
    @Test
    void damagedRequests_neverThrowAnythingElseThanIOException() {
        Random random = new Random(4);
        String[] whole = {
            request("GET /sub/deep/ HTTP/1.1", "Host: x", "Range: bytes=1-2", "Accept: text/plain"),
            request("PUT /a/b HTTP/1.1", "Host: x", "Expect: 100-continue", "Transfer-Encoding: chunked")
                    + request("3", "abc", "0"),
        };
        for (int i = 0; i < 10_000; i++) {
            byte[] request = (whole[random.nextInt(2)] + whole[random.nextInt(2)]).getBytes(StandardCharsets.UTF_8);
            for (int hits = 1 + random.nextInt(5); hits > 0; hits--) {
                request[random.nextInt(request.length)] = (byte) random.nextInt(256);
            }
            try {
                service.hold(new ByteArrayInputStream(request), new ByteArrayOutputStream());
            } catch (IOException e) {
                // Broken off.
            }
        }
        service.close();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".part")))
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(folder.resolve("secret")).hasContent("secret");
    }
}
