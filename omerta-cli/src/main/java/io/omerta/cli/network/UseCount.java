package io.omerta.cli.network;

import picocli.CommandLine.ITypeConverter;

/** {@code --uses}. */
final class UseCount implements ITypeConverter<Integer> {
    private static final int MAX = 1_000;

    @Override
    public Integer convert(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX) {
            throw new IllegalArgumentException("not a number from 1 to " + MAX);
        }
        return Integer.valueOf(text);
    }
}
