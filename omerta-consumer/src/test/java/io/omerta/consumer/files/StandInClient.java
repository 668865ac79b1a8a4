package io.omerta.consumer.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A VM that has sent everything before it is answered. */
record StandInClient(FileService service) {
    /** Everything that is answered until the service ends the connection. */
    String exchange(String request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        service.hold(bytes(request), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** @param content in ASCII */
    String put(String path, String content) throws IOException {
        return exchange(
                request("PUT " + path + " HTTP/1.1", "Host: x", "Content-Length: " + content.length()) + content);
    }

    static String request(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
