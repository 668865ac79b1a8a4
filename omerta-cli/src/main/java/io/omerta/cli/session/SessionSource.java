package io.omerta.cli.session;

/** The root command, which knows the global options. */
public interface SessionSource {
    Session openSession();
}
