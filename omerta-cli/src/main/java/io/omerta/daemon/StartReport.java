package io.omerta.daemon;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.util.Optional;

/** The one line by which a process started in the background tells whether it came up. */
sealed interface StartReport {
    String SEPARATOR = "\t";

    String line();

    record Ready(long pid, int port) implements StartReport {
        @Override
        public String line() {
            return "ready" + SEPARATOR + pid + SEPARATOR + port;
        }
    }

    record Failed(ErrorCode code, String message, String hint) implements StartReport {
        static Failed of(OmertaException failure) {
            return new Failed(failure.code(), String.valueOf(failure.getMessage()), failure.hint());
        }

        OmertaException toException() {
            return new OmertaException(code, message, hint);
        }

        @Override
        public String line() {
            return "failed" + SEPARATOR + code + SEPARATOR + plain(message) + SEPARATOR + plain(hint);
        }

        private static String plain(String text) {
            return text.replaceAll("\\p{Cntrl}", " ");
        }
    }

    /** Empty for anything that {@link #line} does not give. */
    static Optional<StartReport> parse(String line) {
        String[] words = line.split(SEPARATOR, -1);
        try {
            if (words.length == 3 && words[0].equals("ready")) {
                return Optional.of(new Ready(Long.parseLong(words[1]), Integer.parseInt(words[2])));
            }
            if (words.length == 4 && words[0].equals("failed")) {
                return Optional.of(new Failed(ErrorCode.valueOf(words[1]), words[2], words[3]));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
