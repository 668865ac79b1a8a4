package io.omerta.daemon;

import io.omerta.console.DidYouMean;
import io.omerta.console.Printable;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.identity.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Finds the peer that a user means: by its name, its id, or the beginning of its id.
 *
 * @param listedBy the command that shows who there is
 */
record PeerReference(Collection<PeerId> peers, String listedBy) {
    private static final int MIN_PREFIX = 4;
    private static final int SHORT_ID = 8;
    private static final int SHOWN = 60;

    /** @throws OmertaException {@code NOT_FOUND} or {@code AMBIGUOUS} */
    PeerId resolve(String reference) {
        String text = reference.strip().toLowerCase(Locale.ROOT);
        List<PeerId> found = peers.stream()
                .filter(peer -> peer.name().text().equals(text)
                        || (text.length() >= MIN_PREFIX && peer.text().startsWith(text)))
                .toList();
        String quoted = "\"" + Printable.shorten(reference, SHOWN) + "\"";
        if (found.isEmpty()) {
            List<String> names = peers.stream().map(peer -> peer.name().text()).toList();
            throw new OmertaException(
                    ErrorCode.NOT_FOUND,
                    "could not find the peer " + quoted + ": no member of that name was seen"
                            + DidYouMean.suffix(text, names),
                    listedBy);
        }
        if (found.size() > 1) {
            String ids = String.join(
                    ", ",
                    found.stream()
                            .map(peer -> peer.text().substring(0, SHORT_ID))
                            .toList());
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS,
                    "could not choose a peer: " + found.size() + " fit " + quoted + " (" + ids + ")",
                    "name it by its id: " + found.getFirst().text().substring(0, SHORT_ID));
        }
        return found.getFirst();
    }
}
