package io.omerta.cli.job;

import picocli.CommandLine.ITypeConverter;

/** {@code --env NAME=VALUE}. */
final class Variable implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!text.matches("(?s)[A-Za-z_][A-Za-z0-9_]*=.*") || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not NAME=VALUE");
        }
        return text;
    }
}
