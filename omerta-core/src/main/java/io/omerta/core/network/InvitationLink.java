package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import io.omerta.core.network.LinkText.BadLinkException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a member hands to somebody who is invited: "omerta://invite/…". The key comes from the inviter, if it still agrees.
 *
 * @param endpoints where the inviter is, 1 to 16, without its id
 */
public record InvitationLink(InvitationSecret secret, PeerId inviter, List<Endpoint> endpoints, Instant expiresAt) {
    public static final String PREFIX = "omerta://invite/";
    private static final int MAX_ENDPOINTS = 16;

    public InvitationLink {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "endpoints: " + endpoints.size() + ", 1 to " + MAX_ENDPOINTS + " expected");
        }
    }

    /** Whether that text is meant as an invitation. */
    public static boolean is(String text) {
        return text.strip().toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    /** @throws OmertaException {@code INVALID_INPUT}, saying what is wrong with it */
    public static InvitationLink parse(String text) {
        try {
            JsonNode json = LinkText.read(text, PREFIX);
            return new InvitationLink(
                    InvitationSecret.ofBase64(LinkText.text(json, "invitation")),
                    new PeerId(LinkText.text(json, "inviter")),
                    LinkText.endpoints(json, "endpoints"),
                    LinkText.instant(json, "expires_at"));
        } catch (BadLinkException | IllegalArgumentException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not read the invitation: " + e.getMessage(),
                    "copy the whole line that `omerta network invite` printed on the inviter's machine");
        }
    }

    /** One line, URL-safe base64 without padding. */
    public String format() {
        ObjectNode json = LinkText.newObject();
        json.put("invitation", secret.base64());
        json.put("inviter", inviter.text());
        ArrayNode where = json.putArray("endpoints");
        endpoints.forEach(endpoint -> where.add(endpoint.address()));
        json.put("expires_at", expiresAt.toString());
        return LinkText.format(PREFIX, json);
    }

    @Override
    public String toString() {
        return "InvitationLink[" + secret.id() + "]";
    }
}
