package io.omerta.cli.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * {@code --expose PORT[:LOCAL_PORT]}.
 *
 * @param port of 10.0.0.1, as the VM sees it
 * @param localPort of 127.0.0.1 here
 */
record Exposure(int port, int localPort) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(?::([0-9]{1,5}))?");
    private static final int MAX_PORT = 65_535;

    Exposure {
        if (port < 1 || port > MAX_PORT || localPort < 1 || localPort > MAX_PORT) {
            throw new IllegalArgumentException("a port is a number between 1 and " + MAX_PORT);
        }
    }

    static final class Converter implements ITypeConverter<Exposure> {
        @Override
        public Exposure convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a port, such as 8000, or two, such as 80:8000");
            }
            int port = Integer.parseInt(matcher.group(1));
            String local = matcher.group(2);
            return new Exposure(port, local == null ? port : Integer.parseInt(local));
        }
    }
}
