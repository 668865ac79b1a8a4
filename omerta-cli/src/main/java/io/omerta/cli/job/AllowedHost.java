package io.omerta.cli.job;

import io.omerta.core.address.Destination;
import picocli.CommandLine.ITypeConverter;

/** {@code --allow HOST[:PORT]}. */
final class AllowedHost implements ITypeConverter<Destination> {
    @Override
    public Destination convert(String text) {
        return Destination.parse(text);
    }
}
