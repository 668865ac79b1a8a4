package io.omerta.core.network;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the network that a user means. */
record NetworkReference(List<Network> networks) {
    private static final int MIN_PREFIX = 4;

    Network resolve(String reference) {
        if (networks.isEmpty()) {
            throw new OmertaException(
                    ErrorCode.NOT_FOUND,
                    "could not find " + (reference.isEmpty() ? "a network" : "the network \"" + reference + "\"")
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
        if (networks.size() > 1) {
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS,
                    "could not choose a network: this machine is in " + networks.size() + " (" + names() + ")",
                    "--network \"" + networks.getFirst().name() + "\"");
        }
        return networks.getFirst();
    }

    private List<Network> byPrefix(String reference) {
        String prefix = reference.toLowerCase(Locale.ROOT);
        if (prefix.length() < MIN_PREFIX) {
            return List.of();
        }
        return networks.stream()
                .filter(network -> network.id().hex().startsWith(prefix))
                .toList();
    }

    private Network single(String reference, List<Network> found) {
        if (found.isEmpty()) {
            throw new OmertaException(
                    ErrorCode.NOT_FOUND,
                    "could not find the network \"" + reference + "\": this machine is in " + names(),
                    "omerta network list");
        }
        if (found.size() > 1) {
            String ids = found.stream()
                    .map(network -> network.id().hex().substring(0, 8))
                    .collect(Collectors.joining(", "));
            throw new OmertaException(
                    ErrorCode.AMBIGUOUS,
                    "could not choose a network: " + found.size() + " fit \"" + reference + "\" (" + ids + ")",
                    "name it by its id: " + found.getFirst().id().hex().substring(0, 8));
        }
        return found.getFirst();
    }

    private String names() {
        return networks.stream().map(network -> "\"" + network.name() + "\"").collect(Collectors.joining(", "));
    }
}
