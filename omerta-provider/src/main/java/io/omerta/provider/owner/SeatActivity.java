package io.omerta.provider.owner;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Graphical sessions, as systemd-logind knows them (org.freedesktop.login1, Session, IdleHint): their desktop says when nobody
 * has touched keyboard or mouse for some minutes. Where there is no logind, or no graphical session, another activity has
 * the word.
 */
final class SeatActivity implements OwnerActivity {
    /** Two processes each time: too dear for every look. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final List<String> GRAPHICAL = List.of("Type=x11", "Type=wayland", "Type=mir");

    private final OwnerActivity otherwise;
    private long lookedAt = System.nanoTime() - LOOK_AGAIN.toNanos();
    private Optional<Boolean> answer = Optional.empty();

    SeatActivity(OwnerActivity otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public boolean wasSeen() {
        boolean other = otherwise.wasSeen();
        if (System.nanoTime() - lookedAt >= LOOK_AGAIN.toNanos()) {
            answer = ask();
            lookedAt = System.nanoTime();
        }
        return answer.orElse(other);
    }

    private static Optional<Boolean> ask() {
        List<String> sessions = Output.of("loginctl", "list-sessions", "--no-legend")
                .lines()
                .map(line -> line.strip().split("\\s+")[0])
                .filter(id -> id.matches("[A-Za-z0-9]{1,32}"))
                .toList();
        if (sessions.isEmpty()) {
            return Optional.empty();
        }
        List<String> show = List.of("loginctl", "show-session", "-p", "Type", "-p", "IdleHint");
        return isAnyActive(
                Output.of(Stream.concat(show.stream(), sessions.stream()).toArray(String[]::new)));
    }

    /**
     * Whether somebody uses a graphical session; empty if there is none.
     *
     * @param properties lines NAME=VALUE, sessions separated by empty lines
     */
    static Optional<Boolean> isAnyActive(String properties) {
        List<List<String>> graphical = Stream.of(properties.split("\\R\\s*\\R"))
                .map(session -> session.lines().map(String::strip).toList())
                .filter(session -> session.stream().anyMatch(GRAPHICAL::contains))
                .toList();
        return graphical.isEmpty()
                ? Optional.empty()
                : Optional.of(graphical.stream().anyMatch(session -> session.contains("IdleHint=no")));
    }
}
