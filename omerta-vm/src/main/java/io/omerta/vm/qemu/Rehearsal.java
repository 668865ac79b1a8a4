package io.omerta.vm.qemu;

import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.image.GuestImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets a guest that no job has run in yet run every interpreter of its image once, with an empty script. In a template that
 * fills the page cache, so that they start from memory. In an emulated machine that waits for a job, their code and the
 * kernel's is translated then, which takes longer than executing it.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Rehearsal() {}

    /** @throws IOException if the guest does not say in time that it is done */
    static void of(GuestImage image, AgentChannel agent) throws IOException, InterruptedException {
        agent.prepare(image.languages().values().stream()
                .map(Rehearsal::withEmptyScript)
                .distinct()
                .toList());
        Optional<AgentEvent> answer = agent.receive(LIMIT);
        if (!answer.equals(Optional.of(new AgentEvent.Prepared()))) {
            throw new IOException("the guest did not get prepared: " + answer);
        }
    }

    private static List<String> withEmptyScript(List<String> command) {
        List<String> line = new ArrayList<>(command);
        line.add("/dev/null");
        return line;
    }
}
