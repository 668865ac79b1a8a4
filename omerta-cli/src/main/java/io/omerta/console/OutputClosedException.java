package io.omerta.console;

import java.io.IOException;

/** Nobody reads what we write any more (EPIPE): the command ends without a word. */
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a shell shows for a program that was ended by SIGPIPE. */
    public static final int EXIT_CODE = 128 + 13;

    public OutputClosedException(IOException cause) {
        super(cause);
    }
}
