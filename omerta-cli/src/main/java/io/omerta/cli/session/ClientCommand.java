package io.omerta.cli.session;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of {@code omerta}; picocli makes one, fills in its options and calls it once. */
public abstract class ClientCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    /** @return the exit code */
    protected abstract int run(Session session);

    @Override
    public final Integer call() {
        SessionSource root = (SessionSource) spec().root().userObject();
        try (Session session = root.openSession()) {
            return run(session);
        }
    }

    /**
     * What was typed cannot be meant: exit code 2.
     *
     * @param problem without "could not", for example "a script is missing"
     */
    protected ParameterException usageError(String problem) {
        return new ParameterException(spec().commandLine(), problem);
    }

    /** What was typed after the name of the program. */
    protected List<String> typed() {
        return spec().root().commandLine().getParseResult().originalArgs();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not made this command");
        }
        return spec;
    }
}
