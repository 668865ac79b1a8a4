package io.omerta.network.wireguard.quick;

import java.util.List;
import java.util.stream.Stream;

/**
 * A line of a section.
 *
 * @param line from 1
 * @param key in lower case
 */
record Entry(int line, String key, String value) {
    ConfigurationException wrong(String reason) {
        return ConfigurationException.at(line, reason);
    }

    /** What stands between commas. */
    List<String> values() {
        return Stream.of(value.split(",", -1)).map(String::strip).toList();
    }
}
