package io.omerta.cli.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What networks are called where several are shown: by their names, and by the beginning of the id where two share one. */
public final class NetworkLabels {
    private static final int SHORT_ID = 8;

    private final Map<String, Set<String>> idsOfNames = new HashMap<>();

    public NetworkLabels add(String id, String name) {
        idsOfNames.computeIfAbsent(name, same -> new HashSet<>()).add(id);
        return this;
    }

    /** @param id and name as they were added */
    public String of(String id, String name) {
        boolean shared = idsOfNames.getOrDefault(name, Set.of()).size() > 1;
        return shared ? shortId(id) + " " + name : name;
    }

    /** What the commands take in place of the name. */
    public static String shortId(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }
}
