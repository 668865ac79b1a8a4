package io.omerta.core.network;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What all links have in common: a prefix and base64 of JSON. Fields that this version does not know are skipped: a later
 * one may add some. No message repeats what a link says, for it holds a secret.
 */
final class LinkText {
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

    private static final String NO_KEY = "its content is not one";

    private LinkText() {}

    static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    static String format(String prefix, ObjectNode json) {
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(json));
    }

    static JsonNode read(String text, String prefix) throws BadLinkException {
        return json(decode(payload(text, prefix), prefix.length()));
    }

    private static String payload(String text, String prefix) throws BadLinkException {
        if (text.length() > JoinLink.MAX_CHARACTERS) {
            throw new BadLinkException("it is longer than " + JoinLink.MAX_CHARACTERS + " characters");
        }
        // Terminals and mail programs break long lines.
        String link = text.replaceAll("\\s+", "");
        if (link.isEmpty()) {
            throw new BadLinkException("it is empty");
        }
        if (!link.toLowerCase(Locale.ROOT).startsWith(prefix)) {
            boolean cut = prefix.startsWith(link.toLowerCase(Locale.ROOT));
            throw new BadLinkException(cut ? TRUNCATED : "it does not begin with " + prefix);
        }
        String payload = link.substring(prefix.length());
        if (payload.isEmpty()) {
            throw new BadLinkException(TRUNCATED);
        }
        return payload;
    }

    private static byte[] decode(String payload, int before) throws BadLinkException {
        String digits = payload.replace('+', '-').replace('/', '_').replaceFirst("={1,2}$", "");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit > 'z' || !(Character.isLetterOrDigit(digit) || digit == '-' || digit == '_')) {
                throw new BadLinkException("character " + (before + i + 1) + " does not belong into a key");
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
            throw new BadLinkException(begins ? TRUNCATED : NO_KEY);
        }
        if (text.isEmpty()) {
            throw new BadLinkException(TRUNCATED);
        }
        if (!text.startsWith("{")) {
            throw new BadLinkException(NO_KEY);
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

    static String text(JsonNode json, String field) throws BadLinkException {
        JsonNode value = json.get(field);
        if (value == null) {
            throw new BadLinkException("the field \"" + field + "\" is missing");
        }
        if (!value.isString()) {
            throw new BadLinkException("the field \"" + field + "\" is not text");
        }
        return value.stringValue();
    }

    static List<Endpoint> endpoints(JsonNode json, String field) throws BadLinkException {
        JsonNode array = json.get(field);
        if (array == null || !array.isArray()) {
            throw new BadLinkException("the field \"" + field + "\" is not a list");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonNode element : array) {
            if (!element.isString()) {
                throw new BadLinkException("the field \"" + field + "\" has an entry that is not text");
            }
            endpoints.add(Endpoint.parse(element.stringValue()));
        }
        return endpoints;
    }

    static Instant instant(JsonNode json, String field) throws BadLinkException {
        try {
            return Instant.parse(text(json, field));
        } catch (DateTimeException e) {
            throw new BadLinkException("the field \"" + field + "\" is not a time");
        }
    }

    static final class BadLinkException extends Exception {
        private static final long serialVersionUID = 1;

        BadLinkException(String reason) {
            super(reason);
        }
    }
}
