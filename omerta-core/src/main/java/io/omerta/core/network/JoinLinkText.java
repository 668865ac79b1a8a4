package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.network.LinkText.BadLinkException;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text of a join link. */
final class JoinLinkText {
    private JoinLinkText() {}

    static String format(JoinLink link) {
        ObjectNode json = LinkText.newObject();
        json.put("network_key", Base64.getEncoder().encodeToString(link.key().toBytes()));
        json.put("network_name", link.name());
        ArrayNode peers = json.putArray("bootstrap_peers");
        link.bootstrapPeers().forEach(peer -> peers.add(peer.toString()));
        json.put("created_at", link.createdAt().toString());
        link.creator().ifPresent(creator -> json.put("creator", creator.base64()));
        return LinkText.format(JoinLink.PREFIX, json);
    }

    static JoinLink parse(String text) {
        try {
            return ofJson(LinkText.read(text, JoinLink.PREFIX));
        } catch (BadLinkException | IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static JoinLink ofJson(JsonNode json) throws BadLinkException {
        return new JoinLink(
                networkKey(LinkText.text(json, "network_key")),
                LinkText.text(json, "network_name"),
                LinkText.endpoints(json, "bootstrap_peers"),
                LinkText.instant(json, "created_at"),
                json.has("creator") ? Optional.of(creator(LinkText.text(json, "creator"))) : Optional.empty());
    }

    private static NetworkKey networkKey(String base64) throws BadLinkException {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            throw new BadLinkException("the field \"network_key\" is not base64 of 32 bytes");
        }
        if (bytes.length != NetworkKey.BYTES) {
            throw new BadLinkException("the field \"network_key\" has " + bytes.length + " bytes, 32 expected");
        }
        return NetworkKey.ofBytes(bytes);
    }

    private static CreatorKey creator(String base64) throws BadLinkException {
        try {
            return CreatorKey.ofBase64(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new BadLinkException("the field \"creator\" is not base64 of 32 bytes");
        }
    }

    static OmertaException unreadable(String reason) {
        return new OmertaException(
                ErrorCode.INVALID_INPUT,
                "could not read the join key: " + reason,
                "copy the whole line that `omerta network show` prints on a member's machine");
    }
}
