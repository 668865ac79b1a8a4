package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a join link. Fields that this version does not know are skipped: a later one may add some. No message
 * repeats what the link says, for it holds a secret.
 */
final class JoinLinkText {
    private static final int MAX_DEPTH = 8;
    private static final String TRUNCATED = "it ends in the middle (a part of it was not copied)";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JoinLinkText() {}

    static String format(JoinLink link) {
        ObjectNode json = JSON.createObjectNode();
        json.put("network_key", Base64.getEncoder().encodeToString(link.key().toBytes()));
        json.put("network_name", link.name());
        ArrayNode peers = json.putArray("bootstrap_peers");
        link.bootstrapPeers().forEach(peer -> peers.add(peer.toString()));
        json.put("created_at", link.createdAt().toString());
        link.creator().ifPresent(creator -> json.put("creator", creator.base64()));
        byte[] bytes = JSON.writeValueAsBytes(json);
        return JoinLink.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static JoinLink parse(String text) {
        try {
            return ofJson(json(decode(payload(text))));
        } catch (BadLinkException | IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static String payload(String text) throws BadLinkException {
        if (text.length() > JoinLink.MAX_CHARACTERS) {
            throw new BadLinkException("it is longer than " + JoinLink.MAX_CHARACTERS + " characters");
        }
        // Terminals and mail programs break long lines.
        String link = text.replaceAll("\\s+", "");
        if (link.isEmpty()) {
            throw new BadLinkException("it is empty");
        }
        if (!link.toLowerCase(Locale.ROOT).startsWith(JoinLink.PREFIX)) {
            boolean cut = JoinLink.PREFIX.startsWith(link.toLowerCase(Locale.ROOT));
            throw new BadLinkException(cut ? TRUNCATED : "it does not begin with " + JoinLink.PREFIX);
        }
        String payload = link.substring(JoinLink.PREFIX.length());
        if (payload.isEmpty()) {
            throw new BadLinkException(TRUNCATED);
        }
        return payload;
    }

    private static byte[] decode(String payload) throws BadLinkException {
        String digits = payload.replace('+', '-').replace('/', '_').replaceFirst("={1,2}$", "");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit > 'z' || !(Character.isLetterOrDigit(digit) || digit == '-' || digit == '_')) {
                throw new BadLinkException(
                        "character " + (JoinLink.PREFIX.length() + i + 1) + " does not belong into a key");
            }
        }
        // One digit alone carries less than a byte.
        String whole = digits.length() % 4 == 1 ? digits.substring(0, digits.length() - 1) : digits;
        return Base64.getUrlDecoder().decode(whole);
    }

    private static JsonNode json(byte[] bytes) throws BadLinkException {
        // Strict decoding: a cut or altered character must not turn into a replacement character of a name.
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            boolean begins = bytes.length > 0 && bytes[0] == '{' && bytes[bytes.length - 1] != '}';
            throw new BadLinkException(begins ? TRUNCATED : "its content is not a join key");
        }
        if (text.isEmpty()) {
            throw new BadLinkException(TRUNCATED);
        }
        if (!text.startsWith("{")) {
            throw new BadLinkException("its content is not a join key");
        }
        try {
            return JSON.readTree(text);
        } catch (UnexpectedEndOfInputException e) {
            throw new BadLinkException(TRUNCATED);
        } catch (JacksonException e) {
            boolean complete = text.stripTrailing().endsWith("}");
            throw new BadLinkException(complete ? "its content is garbled" : TRUNCATED);
        }
    }

    private static JoinLink ofJson(JsonNode json) throws BadLinkException {
        return new JoinLink(
                networkKey(text(json, "network_key")),
                text(json, "network_name"),
                endpoints(json.get("bootstrap_peers")),
                instant(text(json, "created_at")),
                json.has("creator") ? Optional.of(creator(text(json, "creator"))) : Optional.empty());
    }

    private static String text(JsonNode json, String field) throws BadLinkException {
        JsonNode value = json.get(field);
        if (value == null) {
            throw new BadLinkException("the field \"" + field + "\" is missing");
        }
        if (!value.isString()) {
            throw new BadLinkException("the field \"" + field + "\" is not text");
        }
        return value.stringValue();
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

    private static List<Endpoint> endpoints(JsonNode array) throws BadLinkException {
        if (array == null || !array.isArray()) {
            throw new BadLinkException("the field \"bootstrap_peers\" is not a list");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonNode element : array) {
            if (!element.isString()) {
                throw new BadLinkException("a bootstrap peer is not text");
            }
            endpoints.add(Endpoint.parse(element.stringValue()));
        }
        return endpoints;
    }

    private static Instant instant(String text) throws BadLinkException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new BadLinkException("the field \"created_at\" is not a time");
        }
    }

    static OmertaException unreadable(String reason) {
        return new OmertaException(
                ErrorCode.INVALID_INPUT,
                "could not read the join key: " + reason,
                "copy the whole line that `omerta network show` prints on a member's machine");
    }

    private static final class BadLinkException extends Exception {
        private static final long serialVersionUID = 1;

        BadLinkException(String reason) {
            super(reason);
        }
    }
}
