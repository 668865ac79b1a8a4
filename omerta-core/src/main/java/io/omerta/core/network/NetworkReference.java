package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the network that a user means. */
record NetworkReference(List<Network> networks) {
    private static final int MIN_PREFIX = 4;
    private static final int SHORT_ID = 8;

    /** Of what was typed, in characters. */
    private static final int SHOWN = 60;

    /** Of the networks that there are; more would be no line any more. */
    private static final int NAMED = 5;

    Network resolve(String reference) {
        if (networks.isEmpty()) {
            throw new OmertaException(
                    ErrorCode.NOT_FOUND,
                    "could not find " + (reference.isEmpty() ? "a network" : "the network " + quoted(reference))
                            + ": this machine is in none",
                    "omerta network create --name \"My Team\"");
        }
        if (reference.isEmpty()) {
            return onlyOne();
        }
        List<Network> named = networks.stream()
                .filter(network -> network.name().equals(reference))
                .toList();
        return single(reference, named.isEmpty() ? byPrefix(reference) : named);
    }

    private Network onlyOne() {
        List<Network> active =
                networks.stream().filter(network -> !network.paused()).toList();
        if (networks.size() > 1 && active.size() != 1) {
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS,
                    "could not choose a network: this machine is in " + networks.size() + " (" + names() + ")",
                    "--network " + unmistakable(networks.getFirst()));
        }
        return active.isEmpty() ? networks.getFirst() : active.getFirst();
    }

    /** The name, or the beginning of the id where others have that name too. */
    private String unmistakable(Network network) {
        boolean alone = networks.stream()
                        .filter(other -> other.name().equals(network.name()))
                        .count()
                == 1;
        return alone ? "\"" + network.name() + "\"" : shortId(network);
    }

    private static String shortId(Network network) {
        return network.id().hex().substring(0, SHORT_ID);
    }

    /** What was typed may be as long as a command line. */
    private static String quoted(String reference) {
        int end = reference.offsetByCodePoints(0, Math.min(SHOWN, reference.codePointCount(0, reference.length())));
        return "\"" + reference.substring(0, end) + (end < reference.length() ? "…" : "") + "\"";
    }

    private List<Network> byPrefix(String reference) {
        String prefix = reference.toLowerCase(Locale.ROOT);
        if (prefix.length() < MIN_PREFIX) {
            return List.of();
        }
        return networks.stream()
                .filter(network ->
                        network.lineage().stream().anyMatch(id -> id.hex().startsWith(prefix)))
                .toList();
    }

    private Network single(String reference, List<Network> found) {
        if (found.isEmpty()) {
            throw new OmertaException(
                    ErrorCode.NOT_FOUND,
                    "could not find the network " + quoted(reference) + ": this machine is in " + names(),
                    "omerta network list");
        }
        if (found.size() > 1) {
            String ids = found.stream().map(NetworkReference::shortId).collect(Collectors.joining(", "));
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS,
                    "could not choose a network: " + found.size() + " fit " + quoted(reference) + " (" + ids + ")",
                    "name it by its id: " + shortId(found.getFirst()));
        }
        return found.getFirst();
    }

    private String names() {
        String first = networks.stream().limit(NAMED).map(this::unmistakable).collect(Collectors.joining(", "));
        return networks.size() > NAMED ? first + " and " + (networks.size() - NAMED) + " more" : first;
    }
}
