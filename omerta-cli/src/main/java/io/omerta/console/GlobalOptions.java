package io.omerta.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
public final class GlobalOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Omerta's files; instead of $OMERTA_HOME.")
    @Nullable
    String home;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, errors too.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say nothing but what went wrong.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say what is being done.")
    boolean verbose;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Say everything, stack traces too.")
    boolean debug;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Use no colours.")
    boolean noColor;

    public @Nullable String home() {
        return home;
    }

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean debug() {
        return debug;
    }
}
