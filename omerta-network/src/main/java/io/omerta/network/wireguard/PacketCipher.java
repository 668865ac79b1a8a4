package io.omerta.network.wireguard;

/** What one thread needs to seal and open packets of a batch. One instance belongs to one thread at a time. */
public final class PacketCipher {
    private final Aead aead = new Aead();

    Aead aead() {
        return aead;
    }

    /** Overwrites the copy of the last key that is left in it; it can be used again. */
    public void forgetKey() {
        aead.forgetKey();
    }
}
