package io.omerta.network.wireguard.quick;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code [Interface]} or {@code [Peer]}.
 *
 * @param line where it begins, from 1
 */
record Section(int line, String name, List<Entry> entries) {
    private static final Map<String, List<String>> KEYS = Map.of(
            "interface", List.of("privatekey", "address", "dns", "mtu", "listenport", "fwmark", "table", "saveconfig"),
            "peer", List.of("publickey", "presharedkey", "allowedips", "endpoint", "persistentkeepalive"));

    /** They mean the machine that runs wg-quick, and a virtual machine has its own ways. */
    private static final List<String> COMMANDS = List.of("preup", "postup", "predown", "postdown");

    private static final List<String> REPEATED = List.of("address", "dns", "allowedips");

    Section {
        entries = List.copyOf(entries);
    }

    static boolean isName(String name) {
        return KEYS.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Refuses what wg-quick would refuse, and the commands that it would run. */
    void check() throws ConfigurationException {
        for (Entry entry : entries) {
            if (COMMANDS.contains(entry.key())) {
                throw entry.wrong("commands are not run in a virtual machine; take the line out");
            }
            if (!KEYS.getOrDefault(name, List.of()).contains(entry.key())) {
                throw entry.wrong(spelt() + " has no such setting");
            }
            boolean first = entries.stream()
                    .filter(other -> other.key().equals(entry.key()))
                    .findFirst()
                    .equals(Optional.of(entry));
            if (!first && !REPEATED.contains(entry.key())) {
                throw entry.wrong("it is set twice");
            }
        }
    }

    private String spelt() {
        return name.equals("peer") ? "[Peer]" : "[Interface]";
    }

    Optional<Entry> find(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    Entry require(String key, String spelt) throws ConfigurationException {
        Optional<Entry> entry = find(key);
        if (entry.isEmpty()) {
            throw ConfigurationException.at(line, spelt() + " has no " + spelt);
        }
        return entry.get();
    }

    List<Entry> all(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).toList();
    }
}
