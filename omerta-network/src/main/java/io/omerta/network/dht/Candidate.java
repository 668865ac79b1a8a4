package io.omerta.network.dht;

/** A node that a lookup may ask, at an address at which it is said to be. */
final class Candidate {
    /** Names that lead nowhere, and none that does: its teller is not believed any more. */
    private static final int MOST_FALSE = 4;

    /** How far it got with it. */
    enum State {
        FRESH,
        ASKED,
        /** Asked, and takes longer than usual: somebody else is asked too. */
        STALLED,
        /** And it has proved its id. */
        ANSWERED,
        FAILED
    }

    /** Who has named nodes, and how many of them were there. */
    static final class Teller {
        private int right;
        private int wrong;

        void wasRight() {
            right++;
        }

        void wasWrong() {
            wrong++;
        }

        boolean isBelieved() {
            return right > 0 || wrong < MOST_FALSE;
        }
    }

    final Contact contact;
    final Teller teller;
    /** How many nodes had to be asked one after the other until this one is. */
    final int round;

    State state = State.FRESH;
    /** Asked however near the others are. */
    boolean isExplored;

    Candidate(Contact contact, Teller teller, int round) {
        this.contact = contact;
        this.teller = teller;
        this.round = round;
    }

    /** Something may come of it yet. */
    boolean isOpen() {
        return state != State.ANSWERED && state != State.FAILED;
    }

    boolean mayBeAsked() {
        return state == State.FRESH && teller.isBelieved();
    }
}
