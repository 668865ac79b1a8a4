package io.omerta.network.dht;

import io.omerta.proto.dht.DhtMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Asks ever nearer nodes, until the nearest of all that exist have answered (Maymounkov and Mazières 2002, section 2.3). Along
 * disjoint paths (Baumgart and Mies 2007): each node is asked on one path only, so that a liar spoils the path that it is on,
 * and no other. When all have come to their end, what is nearest of all paths together is asked as well.
 */
final class Lookup {
    /** Names that lead nowhere, and none that does: its teller is not believed any more. */
    private static final int MOST_FALSE = 4;

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

    /**
     * What came of it.
     *
     * @param nearest nodes that have answered and proved their ids, nearest first, at most k
     * @param rounds how many nodes had to be asked one after the other, to get to the last one
     * @param asked how many there were in all
     */
    record Result(List<Contact> nearest, int rounds, int asked) {}

    private enum State {
        FRESH,
        ASKED,
        ANSWERED,
        UNPROVEN,
        FAILED
    }

    private static final class Candidate {
        final Contact contact;
        final Teller teller;
        final int round;
        State state = State.FRESH;
        boolean stalled;

        Candidate(Contact contact, Teller teller, int round) {
            this.contact = contact;
            this.teller = teller;
            this.round = round;
        }

        boolean isOpen() {
            return state == State.FRESH || state == State.ASKED;
        }
    }

    /** Who has named nodes, and how many of them were there. */
    private static final class Teller {
        int right;
        int wrong;

        boolean isBelieved() {
            return right > 0 || wrong < MOST_FALSE;
        }
    }

    private final class Path {
        final TreeMap<NodeId, Candidate> nearest = new TreeMap<>(target::compareDistance);
        final int wanted;
        final int parallelism;
        int waiting;

        Path(int wanted, int parallelism) {
            this.wanted = wanted;
            this.parallelism = parallelism;
        }

        /** @return whether there is nothing left to do or to wait for */
        boolean step() {
            int good = 0;
            boolean open = false;
            for (Candidate candidate : List.copyOf(nearest.values())) {
                if (good >= wanted || isOver) {
                    break;
                }
                if (candidate.state == State.FRESH && waiting < parallelism && candidate.teller.isBelieved()) {
                    ask(candidate);
                }
                open |= candidate.isOpen() && candidate.teller.isBelieved();
                if (candidate.state == State.ANSWERED || candidate.isOpen()) {
                    good++;
                }
            }
            return !open;
        }

        private void ask(Candidate candidate) {
            Candidate taken = asked.putIfAbsent(candidate.contact.id(), candidate);
            if (taken != null) {
                // On another path, or on this one by another address.
                nearest.remove(candidate.contact.id(), candidate);
                return;
            }
            candidate.state = State.ASKED;
            waiting++;
            requests.ask(candidate.contact, question.message(), new Requests.Reply() {
                @Override
                public void answered(KnownNode from, DhtMessage answer) {
                    settled(candidate, from.proven ? State.ANSWERED : State.UNPROVEN);
                    candidate.teller.right++;
                    (joined ? paths.getFirst() : Path.this).answered(candidate, from, answer);
                }

                @Override
                public void stalled() {
                    candidate.stalled = true;
                    waiting--;
                    candidate.teller.wrong++;
                    advance();
                }

                @Override
                public void failed() {
                    settled(candidate, State.FAILED);
                    advance();
                }
            });
        }

        private void settled(Candidate candidate, State state) {
            candidate.state = state;
            waiting -= candidate.stalled ? 0 : 1;
        }

        private void answered(Candidate candidate, KnownNode from, DhtMessage answer) {
            if (isOver) {
                return;
            }
            rounds = Math.max(rounds, candidate.round);
            Teller teller = new Teller();
            for (Contact nearer : question.read(from, answer, candidate.round)) {
                if (!nearer.id().equals(self)
                        && AddressRules.isBelieved(
                                nearer.address(), from.contact().address())) {
                    nearest.merge(nearer.id(), new Candidate(nearer, teller, candidate.round + 1), Lookup::better);
                }
            }
            while (nearest.size() > MOST_CANDIDATES) {
                nearest.pollLastEntry();
            }
            advance();
        }
    }

    private static final int MOST_CANDIDATES = 128;

    private final NodeId self;
    private final NodeId target;
    private final Question question;
    private final DhtSettings settings;
    private final Requests requests;
    private final Consumer<Result> done;
    private final Map<NodeId, Candidate> asked = new HashMap<>();
    private final List<Path> paths = new ArrayList<>();
    private boolean joined;
    private boolean isOver;
    private boolean advancing;
    private boolean again;
    private int rounds;

    Lookup(
            NodeId self,
            NodeId target,
            Question question,
            DhtSettings settings,
            Requests requests,
            Consumer<Result> done) {
        this.self = self;
        this.target = target;
        this.question = question;
        this.settings = settings;
        this.requests = requests;
        this.done = done;
    }

    /** @param known nearest first */
    void start(Collection<KnownNode> known, RandomGenerator random) {
        int count = Math.min(settings.paths(), Math.max(1, known.size()));
        int wanted = Math.ceilDiv(settings.bucketSize(), count);
        for (int i = 0; i < count; i++) {
            paths.add(new Path(wanted, Math.ceilDiv(settings.parallelism(), count)));
        }
        // Which path gets the nearest is nobody's to foretell.
        int next = random.nextInt(count);
        for (KnownNode node : known) {
            paths.get(next++ % count).nearest.put(node.id(), new Candidate(node.contact(), new Teller(), 1));
        }
        advance();
    }

    /** Nothing more is asked; nobody is told of an end. */
    void stop() {
        isOver = true;
    }

    /** The one that was named first, unless who named it is not believed. */
    private static Candidate better(Candidate known, Candidate named) {
        return known.state == State.FRESH && !known.teller.isBelieved() ? named : known;
    }

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
        boolean ended = true;
        for (Path path : paths) {
            ended &= path.step();
        }
        if (question.isAnswered()) {
            end();
        } else if (ended && !joined) {
            join();
            again = true;
        } else if (ended) {
            end();
        }
    }

    /** All that were named on any path, on one. */
    private void join() {
        joined = true;
        Path all = new Path(settings.bucketSize(), settings.parallelism());
        paths.forEach(path -> path.nearest.forEach(all.nearest::putIfAbsent));
        asked.forEach(all.nearest::put);
        paths.clear();
        paths.add(all);
    }

    private void end() {
        isOver = true;
        List<Contact> nearest = asked.values().stream()
                .filter(candidate -> candidate.state == State.ANSWERED)
                .map(candidate -> candidate.contact)
                .sorted((one, two) -> target.compareDistance(one.id(), two.id()))
                .limit(settings.bucketSize())
                .toList();
        done.accept(new Result(nearest, rounds, asked.size()));
    }
}
