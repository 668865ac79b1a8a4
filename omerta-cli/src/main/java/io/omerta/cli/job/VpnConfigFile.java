package io.omerta.cli.job;

import io.omerta.console.Console;
import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.network.wireguard.quick.ClientConfiguration;
import io.omerta.network.wireguard.quick.ConfigurationException;
import java.nio.charset.StandardCharsets;

/** {@code --vpn-config FILE}. */
final class VpnConfigFile {
    private VpnConfigFile() {}

    /** The content, which can be used; says what of it will not be. */
    static String read(Console console, String name) {
        String text =
                new String(LocalFile.read(console.shell().resolve(name), name).toBytes(), StandardCharsets.UTF_8);
        try (ClientConfiguration configuration = ClientConfiguration.parse(text)) {
            if (!configuration.notApplied().isEmpty()) {
                console.notice("of " + name + ", not applied in a virtual machine: "
                        + String.join(", ", configuration.notApplied()));
            }
            return text;
        } catch (ConfigurationException e) {
            throw new OmertaException(
                    ErrorCode.INVALID_INPUT,
                    "could not use the WireGuard configuration " + name + ": " + e.getMessage(),
                    "man wg-quick (the format), or submit without --vpn-config",
                    e);
        }
    }
}
