package io.omerta.network.wireguard;

/** What the parts of a device share. */
record DeviceState<E>(
        DeviceConfig<E> config, ProtocolLimits limits, Aead aead, TimestampSource timestamps, PeerTable<E> peers) {
    PrivateKey identity() {
        return config.privateKey();
    }

    PrivateKey newEphemeral() {
        return PrivateKey.generate(config.random());
    }

    int newIndex(Peer<E> peer) {
        return peers.newIndex(config.random(), peer);
    }
}
