package io.omerta.vm.qemu;

import io.omerta.vm.agent.AgentChannel;
import io.omerta.vm.agent.AgentEvent;
import io.omerta.vm.image.GuestImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets a guest that no job has run in yet run every interpreter of its image once, with an empty script. In a template that
 * fills the page cache, so that they start from memory. In an emulated machine that waits for a job, their code and the
 * kernel's is translated then, which takes longer than executing it.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What most scripts call; where an image has one of them not, that is all the same. */
    private static final List<String> TOOLS = List.of("""
        true false env sleep date id uname nproc ls cp mv rm mkdir touch chmod ln head tail wc sort
        uniq cut tr seq tee grep sed find xargs tar gzip basename dirname mktemp sha256sum\
        """.split("\\s+"));

    private static final List<String> READING_OF_TOOLS = Stream.concat(
                    Stream.of("cat"), TOOLS.stream().map("/usr/bin/"::concat))
            .toList();

    /** Where it is not, too: directories are on the image, and those before its own in PATH are looked at first. */
    private static final String SEARCH =
            "IFS=:; for folder in $PATH; do for name; do test -e $folder/$name; done; done";

    private static final List<String> FINDING_OF_PROGRAMS = Stream.concat(
                    Stream.of("sh", "-c", SEARCH, "sh", "cat", "sh", "bash", "python3"), TOOLS.stream())
            .toList();

    private Rehearsal() {}

    /** @throws IOException if the guest does not say in time that it is done */
    static void of(GuestImage image, AgentChannel agent) throws IOException, InterruptedException {
        Stream<List<String>> languages = image.languages().values().stream().map(Rehearsal::withEmptyScript);
        agent.prepare(Stream.concat(Stream.of(READING_OF_TOOLS, FINDING_OF_PROGRAMS), languages)
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
