package io.omerta.core.identity;

/**
 * A name that people can say aloud, such as "moss-otter". It follows from the peer id and proves nothing: two peers may
 * share one (a chance of 1 in 16,384 for a pair).
 */
public record PeerName(String text) {
    private static final String[] FIRST = """
        amber apple ash aspen autumn basil bay beach birch blue bold brass brave breeze bright brook
        calm cedar chalk cherry clay clear clever cloud clover coal cobalt copper coral cosy crisp crystal
        dapper dawn deep dew dune dusk eager early east ember fair fern field fine fir fleet
        flint forest fresh frost gentle glad gold grand grass green hazel heath hill holly honey humble
        indigo iron ivory ivy jade jolly keen kind lake lark late lemon light lilac lime linen
        lively lucky lunar maple marsh meadow merry mild mint misty moon moss neat noble north oak
        ocean olive opal orange pale pearl pine plum polar proud quartz quick quiet rain rapid reed
        river rose ruby rust sage sand silver sky snow solar spring steady stone sunny swift tidy
        """.strip().split("\\s+");
    private static final String[] SECOND = """
        adder alpaca ant badger bat bear beaver bee beetle bison boar bobcat buck buffalo bunting calf
        camel carp cat cicada clam cobra cod colt condor corgi cow crab crane cricket crow cuckoo
        deer dingo dodo dog dolphin donkey dove dragon duck eagle eel egret elk emu falcon ferret
        finch flea fly foal fox frog gecko gibbon gnu goat goose grebe grouse gull hare hawk
        hen heron horse hound hyena ibex ibis iguana impala jackal jaguar jay kestrel kiwi koala lamb
        lemur lion lizard llama lobster loon lynx magpie mole moose moth mouse mule newt orca osprey
        otter owl ox panda parrot perch pigeon pike pony puffin puma quail rabbit ram raven robin
        salmon seal shark sheep shrew skunk sloth snail sparrow squid stork swan tapir tiger toad trout
        """.strip().split("\\s+");

    /** The words are picked by the first 7 and the next 7 bits of the id's digest. */
    public static PeerName of(PeerId id) {
        int bits = id.digit(0) << 10 | id.digit(1) << 5 | id.digit(2);
        return new PeerName(FIRST[bits >>> 8] + "-" + SECOND[bits >>> 1 & 127]);
    }

    @Override
    public String toString() {
        return text;
    }
}
