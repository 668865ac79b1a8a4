package io.omerta.network.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.Identity;
import io.omerta.core.network.NetworkKey;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentityCredentialsTest {
    private static final byte[] CHALLENGE = new byte[NodeCredentials.CHALLENGE_BYTES];

    private final SecureRandom secure = new SecureRandom();
    private final NetworkKey network = NetworkKey.random(secure);
    private final Identity identity = Identity.generate(secure);
    private final IdentityCredentials prover = new IdentityCredentials(identity, network.id());
    private final IdentityCredentials asker = new IdentityCredentials(Identity.generate(secure), network.id());
    private final byte[] proof = prover.prove(CHALLENGE, asker.id());

    @Test
    void proof_isOneForThatAskerAndChallenge() {
        assertThat(proof).hasSize(NodeCredentials.PROOF_BYTES);
        assertThat(asker.isProof(prover.id(), CHALLENGE, asker.id(), proof)).isTrue();
    }

    @Test
    void proof_isNone_ofAnotherChallenge_forAnotherAsker_ofAnotherNode_orInAnotherNetwork() {
        byte[] other = CHALLENGE.clone();
        other[3] = 1;
        NetworkKey elsewhere = NetworkKey.random(secure);
        IdentityCredentials there = new IdentityCredentials(identity, elsewhere.id());

        assertThat(asker.isProof(prover.id(), other, asker.id(), proof)).isFalse();
        assertThat(asker.isProof(prover.id(), CHALLENGE, prover.id(), proof)).isFalse();
        assertThat(asker.isProof(asker.id(), CHALLENGE, asker.id(), proof)).isFalse();
        assertThat(there.isProof(prover.id(), CHALLENGE, asker.id(), proof)).isFalse();
    }

    @Test
    void proof_thatIsDamaged_orOfAnotherLength_isNone() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = proof.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(asker.isProof(prover.id(), CHALLENGE, asker.id(), damaged))
                    .isFalse();
        }
        assertThat(asker.isProof(prover.id(), CHALLENGE, asker.id(), new byte[0]))
                .isFalse();
        assertThat(asker.isProof(prover.id(), CHALLENGE, asker.id(), new byte[NodeCredentials.PROOF_BYTES]))
                .isFalse();
    }
}
