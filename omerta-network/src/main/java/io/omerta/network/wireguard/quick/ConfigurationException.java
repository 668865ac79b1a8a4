package io.omerta.network.wireguard.quick;

/** A configuration that cannot be used; the message is one clause that names the line, and no key. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }

    static ConfigurationException at(int line, String reason) {
        return new ConfigurationException("line " + line + ": " + reason);
    }
}
