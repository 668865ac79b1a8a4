package io.omerta.network.transport;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.omerta.core.identity.Identity;
import io.omerta.network.message.InvalidMessageException;
import io.omerta.proto.peer.Signed;
import java.util.function.Function;

/**
 * Messages with the Ed25519 signature of a peer. The bytes that were signed are kept as they are, so that nobody has to
 * write them the same way again.
 */
public final class SignedContent {
    private SignedContent() {}

    public static Signed sign(Identity identity, SignatureLabel label, Message message) {
        byte[] content = message.toByteArray();
        return Signed.newBuilder()
                .setContent(ByteString.copyFrom(content))
                .setSignature(ByteString.copyFrom(identity.sign(label.text(), content)))
                .build();
    }

    /**
     * Reads what was signed.
     *
     * @param publicKey finds in the message whose signature it has to be: what it says is believed only about itself, so
     *     the caller compares that key with whom it expects
     * @throws InvalidMessageException unless it is well formed, within the label's size and signed by that key
     */
    public static <M extends Message> M open(
            Signed signed, SignatureLabel label, Parser<M> parser, Function<M, ByteString> publicKey)
            throws InvalidMessageException {
        M message = peek(signed, label, parser);
        byte[] key = publicKey.apply(message).toByteArray();
        byte[] signature = signed.getSignature().toByteArray();
        byte[] content = signed.getContent().toByteArray();
        if (!Identity.verify(key, label.text(), content, signature)) {
            throw new InvalidMessageException("signature", "not of the key that the content names");
        }
        return message;
    }

    /**
     * Reads what is said to be signed, without a look at the signature: to see whether it is known already.
     *
     * @throws InvalidMessageException unless it is well formed and within the label's size
     */
    public static <M extends Message> M peek(Signed signed, SignatureLabel label, Parser<M> parser)
            throws InvalidMessageException {
        ByteString content = signed.getContent();
        if (content.size() > label.maxBytes()) {
            throw new InvalidMessageException("content", content.size() + " bytes, at most " + label.maxBytes());
        }
        try {
            return parser.parseFrom(content);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidMessageException("content", "not a message of its kind");
        }
    }
}
