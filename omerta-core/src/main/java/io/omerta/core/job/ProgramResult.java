package io.omerta.core.job;

/** How the program itself ended. */
public sealed interface ProgramResult {
    /** What a shell would show: the exit code, or 128 and the signal's number. */
    int shellCode();

    record ExitCode(int code) implements ProgramResult {
        public ExitCode {
            if (code < 0 || code > 255) {
                throw new IllegalArgumentException("exit code: " + code);
            }
        }

        @Override
        public int shellCode() {
            return code;
        }
    }

    record Signal(int number) implements ProgramResult {
        public Signal {
            if (number < 1 || number > 64) {
                throw new IllegalArgumentException("signal: " + number);
            }
        }

        @Override
        public int shellCode() {
            return 128 + number;
        }
    }
}
