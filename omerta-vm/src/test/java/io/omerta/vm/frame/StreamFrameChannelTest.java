package io.omerta.vm.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omerta.vm.standin.SocketPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamFrameChannelTest {
    private SocketPair sockets;
    private FrameChannel channel;

    @BeforeEach
    void connect() throws IOException {
        sockets = SocketPair.open();
        channel = StreamFrameChannel.over(sockets.host(), "test");
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        sockets.guest().close();
    }

    @Test
    void guestThatSendsAndCloses_onReceive_givesFramesThenClosed() throws IOException {
        sockets.guest().write(ByteBuffer.allocate(18).putInt(14).rewind());
        sockets.guest().close();
        List<Integer> sizes = new ArrayList<>();
        assertThat(channel.receive(frame -> sizes.add(frame.remaining()))).isEqualTo(new FrameStreamEnd.Closed());
        assertThat(sizes).containsExactly(14);
    }

    @Test
    void guestThatLies_onReceive_isMalformed() throws IOException {
        sockets.guest().write(ByteBuffer.allocate(4).putInt(-1).flip());
        assertThat(channel.receive(frame -> {})).isEqualTo(new FrameStreamEnd.Malformed("a frame of 4294967295 bytes"));
    }

    @Test
    void receiver_onClose_returns() throws Exception {
        CompletableFuture<FrameStreamEnd> end = CompletableFuture.supplyAsync(() -> channel.receive(frame -> {}));
        channel.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(new FrameStreamEnd.Closed());
    }

    @Test
    void offeredFrames_areWrittenBehindTheirLengths() throws IOException {
        assertThat(channel.offer(ByteBuffer.wrap("0123456789abcd".getBytes(StandardCharsets.US_ASCII))))
                .isTrue();
        ByteBuffer received = ByteBuffer.allocate(18);
        while (received.hasRemaining()) {
            sockets.guest().read(received);
        }
        assertThat(received.flip().getInt()).isEqualTo(14);
        assertThat(StandardCharsets.US_ASCII.decode(received).toString()).isEqualTo("0123456789abcd");
    }

    @Test
    void guestThatDoesNotRead_onOffer_losesFramesAndBlocksNobody() {
        ByteBuffer frame = ByteBuffer.allocate(1514);
        int accepted = 0;
        while (channel.offer(frame) && accepted < 1_000_000) {
            accepted++;
        }
        assertThat(accepted).isLessThan(1_000_000);
        channel.close();
        assertThat(channel.offer(frame)).isFalse();
    }

    @Test
    void frameOutOfRange_onOffer_isRefused() {
        assertThatThrownBy(() -> channel.offer(ByteBuffer.allocate(13))).hasMessageContaining("13 bytes");
        assertThatThrownBy(() -> channel.offer(ByteBuffer.allocate(65_537))).hasMessageContaining("65537 bytes");
    }
}
