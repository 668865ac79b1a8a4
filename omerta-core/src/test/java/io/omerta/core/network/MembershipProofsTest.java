package io.omerta.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.identity.PeerId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class MembershipProofsTest {
    private static final PeerId CALLER = PeerId.ofPublicKey(new byte[32]);
    private static final PeerId RECEIVER = PeerId.ofPublicKey(HexFormat.of().parseHex("01".repeat(32)));
    private static final byte[] REQUEST = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final String METHOD = "omerta.v1.Lending/Submit";

    private final MembershipProofs proofs = MembershipProofs.of(NetworkKey.ofBytes(new byte[32]));
    private final byte[] mac = proofs.mac(CALLER, RECEIVER, REQUEST, 1_000, METHOD);

    @Test
    void mac_isWhatTheFormatSays() {
        // Computed independently with Python's hmac module from the package's doc.
        assertThat(HexFormat.of().formatHex(mac))
                .isEqualTo("de97e8d5f3bf07f20064df804933e58d6dabc63f22889dbf1e8b1059b3c537b6");
        assertThat(NetworkKey.ofBytes(new byte[32]).id())
                .hasToString("5d464b218c2950361968aa0ebe4e94f8bc5876e4722d911c9b0e762fffd6251e");
    }

    @Test
    void isValid_onlyForTheSameValues() {
        assertThat(proofs.isValid(mac, CALLER, RECEIVER, REQUEST, 1_000, METHOD))
                .isTrue();
        assertThat(proofs.isValid(mac, RECEIVER, CALLER, REQUEST, 1_000, METHOD))
                .isFalse();
        assertThat(proofs.isValid(mac, CALLER, CALLER, REQUEST, 1_000, METHOD)).isFalse();
        assertThat(proofs.isValid(mac, CALLER, RECEIVER, new byte[16], 1_000, METHOD))
                .isFalse();
        assertThat(proofs.isValid(mac, CALLER, RECEIVER, REQUEST, 1_001, METHOD))
                .isFalse();
        assertThat(proofs.isValid(mac, CALLER, RECEIVER, REQUEST, 1_000, METHOD + "2"))
                .isFalse();
        assertThat(proofs.isValid(new byte[0], CALLER, RECEIVER, REQUEST, 1_000, METHOD))
                .isFalse();
        assertThat(proofs.isValid(mac, CALLER, RECEIVER, new byte[15], 1_000, METHOD))
                .isFalse();
    }

    @Test
    void isValid_underAnotherKey_isFalse() {
        byte[] other = new byte[32];
        other[31] = 1;
        assertThat(MembershipProofs.of(NetworkKey.ofBytes(other))
                        .isValid(mac, CALLER, RECEIVER, REQUEST, 1_000, METHOD))
                .isFalse();
    }
}
