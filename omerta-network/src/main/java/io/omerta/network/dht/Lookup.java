package io.omerta.network.dht;

import io.omerta.proto.dht.DhtMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks ever nearer nodes, until the nearest of all that exist have answered (Maymounkov and Mazières 2002, section 2.3). Along
 * disjoint paths (Baumgart and Mies 2007): each node is asked on one path only, so that a liar spoils the path that it is on,
 * and no other. When all have come to their end, what is nearest of all paths together is asked as well.
 */
final class Lookup {
    /** Of nodes in all: whoever names ever nearer ones comes to an end. */
    private static final int MOST_ASKED = 256;

    /**
     * Of those that anybody names, so many are asked however near others are. Those who lie together name each other, and of
     * all nodes that lie the nearest are near enough: without this whoever meets one liar asks nobody else any more.
     */
    private static final int EXPLORED = 2;

    /** Of those that the first ones name, while this node knows hardly anybody: it has to get past liars among them once. */
    private static final int EXPLORED_BY_NEWCOMER = 8;

    /** There is nothing to explore where the nearest nodes are. */
    private static final int ROUNDS_EXPLORED = 4;

    /** What is asked, and what answers mean. */
    interface Question {
        DhtMessage.Builder message();

        /**
         * Reads an answer.
         *
         * @param round 1 for those that were known before
         * @return nodes nearer to the target
         */
        List<Contact> read(KnownNode from, DhtMessage answer, int round);

        /** Nothing more is to be asked. */
        default boolean isAnswered() {
            return false;
        }
    }

    private final NodeId self;
    private final Wanted wanted;
    private final Question question;
    private final DhtSettings settings;
    private final Requests requests;
    private final Consumer<LookupResult> done;
    private final Map<Contact, Candidate> asked = new HashMap<>();
    private final List<LookupPath> paths = new ArrayList<>();
    private int parallelism;
    private int explored = EXPLORED;
    /** The last one, when the others have come to their end. */
    private @Nullable LookupPath joined;

    private boolean isOver;
    private boolean advancing;
    private boolean again;
    private int rounds;

    Lookup(
            NodeId self,
            Wanted wanted,
            Question question,
            DhtSettings settings,
            Requests requests,
            Consumer<LookupResult> done) {
        this.self = self;
        this.wanted = wanted;
        this.question = question;
        this.settings = settings;
        this.requests = requests;
        this.done = done;
    }

    /**
     * Begins.
     *
     * @param known nearest first
     * @param others anywhere, one for each path: they help where the nearest are liars
     */
    void start(List<KnownNode> known, List<KnownNode> others, RandomGenerator random) {
        int count = Math.min(settings.paths(), Math.max(1, known.size()));
        for (int i = 0; i < count; i++) {
            paths.add(new LookupPath(wanted.part(Math.ceilDiv(wanted.count(), count))));
        }
        parallelism = Math.ceilDiv(settings.parallelism(), count);
        explored = known.size() < wanted.count() ? EXPLORED_BY_NEWCOMER : EXPLORED;
        // Which path gets the nearest is nobody's to foretell.
        int first = random.nextInt(count);
        for (int i = 0; i < known.size(); i++) {
            paths.get((first + i) % count).add(begin(known.get(i), i < explored * count));
        }
        for (int i = 0; i < others.size(); i++) {
            if (!known.contains(others.get(i))) {
                paths.get(i % count).add(begin(others.get(i), true));
            }
        }
        advance();
    }

    private static Candidate begin(KnownNode node, boolean explored) {
        Candidate candidate = new Candidate(node.contact(), new Candidate.Teller(), 1);
        candidate.isExplored = explored;
        return candidate;
    }

    /** Nothing more is asked; nobody is told of an end. */
    void stop() {
        isOver = true;
    }

    /** Not safe to enter again from what it calls, and it is: then it goes on where it is. */
    private void advance() {
        if (advancing) {
            again = true;
            return;
        }
        advancing = true;
        do {
            again = false;
            step();
        } while (again);
        advancing = false;
    }

    private void step() {
        if (isOver) {
            return;
        }
        if (question.isAnswered()) {
            end();
            return;
        }
        for (LookupPath path : List.copyOf(paths)) {
            askOn(path);
        }
        if (joined == null && paths.stream().allMatch(path -> path.isEnded(false))) {
            join();
            again = true;
        } else if (joined != null && joined.isEnded(true)) {
            end();
        } else if (asked.size() >= MOST_ASKED && paths.stream().allMatch(path -> path.waiting() == 0)) {
            end();
        }
    }

    private void askOn(LookupPath path) {
        while (!isOver && path.waiting() < parallelism && asked.size() < MOST_ASKED) {
            Candidate next = path.next();
            if (next == null) {
                return;
            }
            if (asked.putIfAbsent(next.contact, next) == null) {
                ask(path, next);
            } else {
                // It is on another path.
                path.remove(next);
            }
        }
    }

    private void ask(LookupPath path, Candidate candidate) {
        path.asked(candidate);
        requests.ask(candidate.contact, question.message(), new Requests.Reply() {
            @Override
            public void answered(KnownNode from, DhtMessage answer) {
                // Whoever does not show that its id is its own could be as near to everything as it likes.
                settled(path, candidate, from.proven ? Candidate.State.ANSWERED : Candidate.State.FAILED);
                if (from.proven) {
                    candidate.teller.wasRight();
                    read(joined == null ? path : joined, candidate, from, answer);
                } else {
                    candidate.teller.wasWrong();
                }
                advance();
            }

            @Override
            public void stalled() {
                settled(path, candidate, Candidate.State.STALLED);
                advance();
            }

            @Override
            public void failed() {
                settled(path, candidate, Candidate.State.FAILED);
                candidate.teller.wasWrong();
                advance();
            }
        });
    }

    private void settled(LookupPath path, Candidate candidate, Candidate.State state) {
        path.settled(candidate, state);
        if (joined != null) {
            joined.settledElsewhere();
        }
    }

    private void read(LookupPath path, Candidate candidate, KnownNode from, DhtMessage answer) {
        if (isOver) {
            return;
        }
        rounds = Math.max(rounds, candidate.round);
        Candidate.Teller teller = new Candidate.Teller();
        int left = candidate.round < ROUNDS_EXPLORED ? explored : 0;
        List<Contact> named = new ArrayList<>(question.read(from, answer, candidate.round));
        named.sort((one, two) -> wanted.point().compareDistance(one.id(), two.id()));
        for (Contact nearer : named) {
            if (!nearer.id().equals(self)
                    && AddressRules.isBelieved(nearer.address(), from.contact().address())) {
                Candidate next = new Candidate(nearer, teller, candidate.round + 1);
                next.isExplored = left-- > 0;
                path.add(next);
            }
        }
    }

    /** All that were named on any path, on one. */
    private void join() {
        LookupPath all = new LookupPath(wanted);
        paths.forEach(path -> path.all().forEach(all::add));
        asked.values().forEach(all::replace);
        paths.clear();
        paths.add(all);
        // Nothing nearer is to be expected: those that are left are asked at once (Maymounkov and Mazières 2002,
        // section 2.3).
        parallelism = wanted.count();
        joined = all;
    }

    private void end() {
        isOver = true;
        Nearest nearest = new Nearest(wanted);
        List<Contact> all = asked.values().stream()
                .filter(candidate -> candidate.state == Candidate.State.ANSWERED)
                .map(candidate -> candidate.contact)
                .sorted((one, two) -> wanted.point().compareDistance(one.id(), two.id()))
                .filter(nearest::take)
                .toList();
        done.accept(new LookupResult(all.subList(0, Math.min(wanted.count(), all.size())), all, rounds, asked.size()));
    }
}
