package io.omerta.network.wireguard.quick;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a file means nothing to a client that is no machine of its own, and is left out without a mistake being made. */
final class NotApplied {
    private static final Map<String, String> SPELT =
            Map.of("listenport", "ListenPort", "fwmark", "FwMark", "table", "Table", "saveconfig", "SaveConfig");

    private NotApplied() {}

    /** In the order of the file. */
    static List<String> of(Section ours, Section peer) {
        List<String> found = new ArrayList<>();
        for (Entry entry : ours.entries()) {
            String spelt = SPELT.get(entry.key());
            if (spelt != null) {
                found.add(spelt);
            }
        }
        if (holdsIpv6(ours, "address")) {
            found.add("IPv6 in Address");
        }
        if (ours.all("dns").stream().flatMap(entry -> entry.values().stream()).count() > 1) {
            found.add("DNS beyond the first IPv4 address");
        }
        if (holdsIpv6(peer, "allowedips")) {
            found.add("IPv6 in AllowedIPs");
        }
        return List.copyOf(found);
    }

    private static boolean holdsIpv6(Section section, String key) {
        return section.all(key).stream()
                .flatMap(entry -> entry.values().stream())
                .anyMatch(value -> value.indexOf(':') >= 0);
    }
}
