package io.omerta.network.wireguard;

/**
 * The packets of a batch, each of which is to be sealed or opened: the expensive part, which needs nothing of the device.
 * Stretches that do not overlap may be worked on by several threads at once. Whoever gives them out sees to it that
 * everything a worker has written is visible to the one who uses the batch afterwards.
 */
public interface CipherWork {
    /** How many packets there are. */
    int size();

    /** Seals or opens packets {@code from} to {@code to}, the latter excluded; each packet once. */
    void work(PacketCipher cipher, int from, int to);
}
