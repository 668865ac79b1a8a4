package io.omerta.network.wireguard.quick;

import io.omerta.core.address.Destination;
import io.omerta.network.wireguard.AllowedIp;
import io.omerta.network.wireguard.PresharedKey;
import io.omerta.network.wireguard.PrivateKey;
import io.omerta.network.wireguard.PublicKey;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One client of one server. Holds secrets; whoever read it closes it.
 *
 * @param address of the client in the tunnel; those of IPv6 are left out
 * @param resolver the first one of IPv4
 * @param mtu in bytes
 * @param endpoint the server, with a port
 * @param allowed IPv4 networks that are behind the server, at least one; those of IPv6 are left out
 * @param keepalive between two keepalives; zero for none
 * @param notApplied settings of the file that are not in here, as they are spelt, for people
 */
public record ClientConfiguration(
        PrivateKey privateKey,
        Inet4Address address,
        Optional<Inet4Address> resolver,
        OptionalInt mtu,
        PublicKey serverKey,
        Optional<PresharedKey> presharedKey,
        Destination endpoint,
        List<AllowedIp> allowed,
        Duration keepalive,
        List<String> notApplied)
        implements AutoCloseable {
    private static final int MOST_CHARACTERS = 64 << 10;
    private static final int MOST_ALLOWED = 64;
    private static final int MOST_KEEPALIVE_SECONDS = 65_535;
    private static final int LEAST_MTU = 576;
    private static final int MOST_MTU = 65_535;

    /** @throws ConfigurationException saying in which line what is wrong */
    public static ClientConfiguration parse(String text) throws ConfigurationException {
        if (text.length() > MOST_CHARACTERS) {
            throw new ConfigurationException("it is longer than " + MOST_CHARACTERS + " characters");
        }
        List<Section> sections = sections(text);
        return of(only(sections, "interface", "[Interface]"), only(sections, "peer", "[Peer]"));
    }

    private static List<Section> sections(String text) throws ConfigurationException {
        List<Section> sections = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\r?\n", -1)) {
            number++;
            int comment = raw.indexOf('#');
            String line = (comment < 0 ? raw : raw.substring(0, comment)).strip();
            if (line.startsWith("[")) {
                String name = line.endsWith("]") ? line.substring(1, line.length() - 1) : "";
                if (!Section.isName(name)) {
                    throw ConfigurationException.at(number, "the sections are [Interface] and [Peer]");
                }
                entries = new ArrayList<>();
                sections.add(new Section(number, name.toLowerCase(Locale.ROOT), List.of()));
            } else if (!line.isEmpty()) {
                entries.add(entry(number, line));
                if (sections.isEmpty()) {
                    throw ConfigurationException.at(number, "it stands before [Interface]");
                }
                Section open = sections.removeLast();
                sections.add(new Section(open.line(), open.name(), entries));
            }
        }
        return sections;
    }

    private static Entry entry(int number, String line) throws ConfigurationException {
        int equals = line.indexOf('=');
        String value = equals < 0 ? "" : line.substring(equals + 1).strip();
        if (value.isEmpty()) {
            throw ConfigurationException.at(number, "it is not like KEY = VALUE");
        }
        return new Entry(number, line.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
    }

    private static Section only(List<Section> sections, String name, String spelt) throws ConfigurationException {
        List<Section> found =
                sections.stream().filter(section -> section.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new ConfigurationException("it has no " + spelt);
        }
        if (found.size() > 1) {
            throw ConfigurationException.at(
                    found.get(1).line(), "a second " + spelt + "; a virtual machine has one tunnel");
        }
        found.getFirst().check();
        return found.getFirst();
    }

    private static ClientConfiguration of(Section ours, Section peer) throws ConfigurationException {
        List<AllowedIp> allowed = allowed(peer);
        Duration keepalive = keepalive(peer);
        Inet4Address address = address(ours);
        Destination endpoint = endpoint(peer.require("endpoint", "Endpoint"));
        PublicKey serverKey = key(peer.require("publickey", "PublicKey"), PublicKey::parse);
        OptionalInt mtu = mtu(ours);
        Optional<PresharedKey> presharedKey = Optional.empty();
        Optional<Entry> shared = peer.find("presharedkey");
        if (shared.isPresent()) {
            presharedKey = Optional.of(key(shared.get(), PresharedKey::parse));
        }
        Optional<Inet4Address> resolver = resolver(ours);
        PrivateKey privateKey = key(ours.require("privatekey", "PrivateKey"), PrivateKey::parse);
        return new ClientConfiguration(
                privateKey,
                address,
                resolver,
                mtu,
                serverKey,
                presharedKey,
                endpoint,
                allowed,
                keepalive,
                NotApplied.of(ours, peer));
    }

    private static List<AllowedIp> allowed(Section peer) throws ConfigurationException {
        Entry first = peer.require("allowedips", "AllowedIPs");
        List<AllowedIp> allowed = new ArrayList<>();
        for (Entry entry : peer.all("allowedips")) {
            for (String text : entry.values()) {
                AllowedIp block = block(entry, text);
                if (block.address() instanceof Inet4Address) {
                    allowed.add(block);
                }
            }
        }
        if (allowed.isEmpty()) {
            throw first.wrong("a virtual machine has IPv4 alone, and here is no network of it");
        }
        if (allowed.size() > MOST_ALLOWED) {
            throw first.wrong("more than " + MOST_ALLOWED + " networks");
        }
        return List.copyOf(allowed);
    }

    private static Duration keepalive(Section peer) throws ConfigurationException {
        Optional<Entry> entry = peer.find("persistentkeepalive");
        if (entry.isEmpty() || entry.get().value().equalsIgnoreCase("off")) {
            return Duration.ZERO;
        }
        String value = entry.get().value();
        int seconds = value.matches("\\d{1,5}") ? Integer.parseInt(value) : -1;
        if (seconds < 0 || seconds > MOST_KEEPALIVE_SECONDS) {
            throw entry.get().wrong("a keepalive is a number of seconds up to " + MOST_KEEPALIVE_SECONDS + ", or off");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Reads a key from its text. */
    @FunctionalInterface
    private interface KeyReader<K> {
        K read(String base64);
    }

    private static <K> K key(Entry entry, KeyReader<K> reader) throws ConfigurationException {
        try {
            return reader.read(entry.value());
        } catch (IllegalArgumentException e) {
            // Not its message, which might show the key.
            throw entry.wrong("a key is 32 bytes in base64");
        }
    }

    private static AllowedIp block(Entry entry, String text) throws ConfigurationException {
        try {
            return AllowedIp.parse(text);
        } catch (IllegalArgumentException e) {
            throw entry.wrong("\"" + text + "\" is no address, such as 10.0.0.2/32");
        }
    }

    private static Inet4Address address(Section ours) throws ConfigurationException {
        Entry first = ours.require("address", "Address");
        for (Entry entry : ours.all("address")) {
            for (String text : entry.values()) {
                block(entry, text);
                String host = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
                if (block(entry, host).address() instanceof Inet4Address address) {
                    return address;
                }
            }
        }
        throw first.wrong("a virtual machine needs an IPv4 address");
    }

    /** Names among the resolvers are search domains. */
    private static Optional<Inet4Address> resolver(Section ours) throws ConfigurationException {
        for (Entry entry : ours.all("dns")) {
            for (String value : entry.values()) {
                if (value.matches("[0-9.]+") && block(entry, value).address() instanceof Inet4Address address) {
                    return Optional.of(address);
                }
            }
        }
        return Optional.empty();
    }

    private static OptionalInt mtu(Section ours) throws ConfigurationException {
        Optional<Entry> entry = ours.find("mtu");
        if (entry.isEmpty()) {
            return OptionalInt.empty();
        }
        String value = entry.get().value();
        int mtu = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
        if (mtu < LEAST_MTU || mtu > MOST_MTU) {
            throw entry.get().wrong("an MTU is a number between " + LEAST_MTU + " and " + MOST_MTU);
        }
        return OptionalInt.of(mtu);
    }

    private static Destination endpoint(Entry entry) throws ConfigurationException {
        try {
            Destination endpoint = Destination.parse(entry.value());
            if (endpoint.port().isPresent() && !entry.value().contains("/")) {
                return endpoint;
            }
            throw entry.wrong("an endpoint is like vpn.example.com:51820");
        } catch (IllegalArgumentException e) {
            throw entry.wrong("\"" + entry.value() + "\" is no endpoint: " + e.getMessage());
        }
    }

    /** Wipes the secrets. */
    @Override
    public void close() {
        privateKey.close();
        presharedKey.ifPresent(PresharedKey::close);
    }

    @Override
    public String toString() {
        return "ClientConfiguration[" + address + " of " + endpoint + "]";
    }
}
