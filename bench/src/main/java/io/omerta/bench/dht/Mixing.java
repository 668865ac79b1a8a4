package io.omerta.bench.dht;

/** Numbers that look like chance and are the same each time: the finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
final class Mixing {
    private Mixing() {}

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    static long mix(long one, long other) {
        return mix(one * 0x9e3779b97f4a7c15L + mix(other + 0x632be59bd9b4e019L));
    }
}
