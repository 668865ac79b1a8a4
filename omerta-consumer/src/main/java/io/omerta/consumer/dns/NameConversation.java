package io.omerta.consumer.dns;

import io.omerta.consumer.stream.Conversation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The same resolver by TCP: each message behind its length, 2 bytes (RFC 7766, section 8). */
public final class NameConversation implements Conversation {
    /** System resolvers give up before. */
    private static final int PATIENCE_SECONDS = 60;

    private final NameService names;
    private final Executor loop;

    /** @param loop runs tasks on the hub's thread */
    public NameConversation(NameService names, Executor loop) {
        this.names = names;
        this.loop = loop;
    }

    @Override
    public void hold(InputStream in, OutputStream out) throws IOException {
        DataInputStream questions = new DataInputStream(in);
        DataOutputStream answers = new DataOutputStream(out);
        int high = questions.read();
        while (high >= 0) {
            byte[] question = new byte[high << Byte.SIZE | questions.readUnsignedByte()];
            questions.readFully(question);
            byte[] answer = ask(question);
            answers.writeShort(answer.length);
            answers.write(answer);
            high = questions.read();
        }
    }

    private byte[] ask(byte[] question) throws IOException {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        loop.execute(() -> {
            if (!names.answer(question, answer::complete)) {
                answer.completeExceptionally(new EOFException("the guest has asked nothing"));
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("there is no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the service is closing").initCause(e);
        }
    }
}
