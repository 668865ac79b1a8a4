package io.omerta.vm.qemu;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.job.JobId;
import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.frame.StreamFrameChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Starts QEMUs and waits until each has connected to its three sockets. When a start fails, nothing is left of it.
 *
 * @param run directory of the machines' directories
 */
record QemuLauncher(Path run, ForkThread forks, Containment containment) {
    /** QEMU connects within 100 ms on an idle host; one that takes longer than this never will. */
    private static final long CONNECT_LIMIT_SECONDS = 20;

    /** A QEMU that runs; all of it belongs to whoever asked for it. */
    record Launched(Cell cell, QemuProcess process, SocketChannel agent, SocketChannel frames, Qmp qmp) {
        /** @param channel over the agent's socket */
        QemuParts parts(AgentChannel channel) {
            return new QemuParts(cell, process, channel, StreamFrameChannel.over(frames, cell.id()), qmp);
        }
    }

    /**
     * @param commandLine is asked once all sockets are bound; it names every file and socket as the cell says
     * @throws OmertaException if it does not start, with what it said
     */
    Launched launch(JobId job, MachineSize size, Function<Cell, List<String>> commandLine) throws InterruptedException {
        try {
            Cell cell = containment.newCell(run, size);
            try {
                return launch(job, cell, commandLine);
            } catch (IOException | RuntimeException | InterruptedException e) {
                cell.close();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw cannotStart(String.valueOf(e.getMessage()), e);
        }
    }

    private Launched launch(JobId job, Cell cell, Function<Cell, List<String>> commandLine)
            throws IOException, InterruptedException {
        VmDirectory directory = cell.directory();
        try (ChannelListener agent = ChannelListener.bind(directory.agentSocket());
                ChannelListener frames = ChannelListener.bind(directory.framesSocket());
                ChannelListener control = ChannelListener.bind(directory.controlSocket())) {
            List<String> command = commandLine.apply(cell);
            QemuProcess process =
                    QemuProcess.start(forks, containment.tether(), cell.walls(), command, directory.path(), cell.id());
            try {
                process.identity().ifPresent(identity -> directory.writeOwner(VmOwner.of(identity, job)));
                return connect(cell, process, List.of(agent, frames, control));
            } catch (IOException | RuntimeException | InterruptedException e) {
                process.close();
                throw e;
            }
        }
    }

    /** @param listeners for agent, frames and control */
    private static Launched connect(Cell cell, QemuProcess process, List<ChannelListener> listeners)
            throws IOException, InterruptedException {
        CompletableFuture<Void> giveUp = process.onExit()
                .<Void>thenApply(_ -> null)
                .completeOnTimeout(null, CONNECT_LIMIT_SECONDS, TimeUnit.SECONDS)
                .thenRun(() -> listeners.forEach(ChannelListener::cancel));
        List<SocketChannel> sockets = new ArrayList<>();
        try {
            for (ChannelListener listener : listeners) {
                sockets.add(listener.accept());
            }
            giveUp.cancel(false);
            Qmp qmp = Qmp.over(sockets.get(2), cell.id());
            return new Launched(cell, process, sockets.get(0), sockets.get(1), qmp);
        } catch (IOException e) {
            for (SocketChannel socket : sockets) {
                socket.close();
            }
            process.close();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String said = process.lastErrors();
            throw cannotStart(said.isEmpty() ? "QEMU did not connect" : "QEMU says: " + said, e);
        }
    }

    private static OmertaException cannotStart(String reason, Throwable cause) {
        return new OmertaException(
                ErrorCode.INTERNAL, "could not start the virtual machine: " + reason, "omerta doctor", cause);
    }
}
