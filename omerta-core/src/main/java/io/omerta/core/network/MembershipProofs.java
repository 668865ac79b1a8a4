package io.omerta.core.network;

import io.omerta.core.identity.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Proves, request by request, that somebody knows a network's key, or an invitation. A proof is bound to both peers, the request, the time
 * and the method; whether the time is near and the request id is new is for the receiver to check. Immutable; safe for use
 * by several threads.
 */
public final class MembershipProofs {
    public static final int REQUEST_ID_BYTES = 16;
    public static final int MAC_BYTES = 32;
    private static final byte[] KEY_INFO = "omerta membership proof v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] INVITATION_INFO = "omerta invitation proof v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LABEL = "omerta membership v1\0".getBytes(StandardCharsets.UTF_8);

    private final KeyParameter proofKey;

    private MembershipProofs(KeyParameter proofKey) {
        this.proofKey = proofKey;
    }

    public static MembershipProofs of(NetworkKey key) {
        return derive(key.toBytes(), KEY_INFO);
    }

    /** Those of somebody who is invited; none of them passes for one of a member. */
    public static MembershipProofs of(InvitationSecret invitation) {
        return derive(invitation.toBytes(), INVITATION_INFO);
    }

    private static MembershipProofs derive(byte[] secret, byte[] info) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, info));
        byte[] derived = new byte[MAC_BYTES];
        hkdf.generateBytes(derived, 0, derived.length);
        Arrays.fill(secret, (byte) 0);
        return new MembershipProofs(new KeyParameter(derived));
    }

    /**
     * @param requestId 16 random bytes
     * @param method full name of the gRPC method, "omerta.v1.Lending/Submit"
     * @return 32 bytes
     */
    public byte[] mac(PeerId caller, PeerId receiver, byte[] requestId, long unixTimeMillis, String method) {
        if (requestId.length != REQUEST_ID_BYTES) {
            throw new IllegalArgumentException("request id: " + requestId.length + " bytes, 16 expected");
        }
        HMac hmac = new HMac(new SHA256Digest());
        hmac.init(proofKey);
        update(hmac, LABEL);
        update(hmac, caller.text().getBytes(StandardCharsets.US_ASCII));
        update(hmac, receiver.text().getBytes(StandardCharsets.US_ASCII));
        update(hmac, requestId);
        update(hmac, ByteBuffer.allocate(Long.BYTES).putLong(unixTimeMillis).array());
        update(hmac, method.getBytes(StandardCharsets.UTF_8));
        byte[] mac = new byte[MAC_BYTES];
        hmac.doFinal(mac, 0);
        return mac;
    }

    /** Total and in constant time: whether the mac is the one for these values. */
    public boolean isValid(
            byte[] mac, PeerId caller, PeerId receiver, byte[] requestId, long unixTimeMillis, String method) {
        return requestId.length == REQUEST_ID_BYTES
                && MessageDigest.isEqual(mac, mac(caller, receiver, requestId, unixTimeMillis, method));
    }

    private static void update(HMac hmac, byte[] bytes) {
        hmac.update(bytes, 0, bytes.length);
    }

    @Override
    public String toString() {
        return "MembershipProofs[secret]";
    }
}
