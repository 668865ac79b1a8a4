package io.omerta.core.job;

import java.util.List;

/** What a job runs. */
public sealed interface Program {
    /** Script source, or the files that go along with a command line, all together. */
    int MAX_SOURCE_BYTES = 16 << 20;

    int MAX_ARGUMENTS = 4096;
    int MAX_ARGUMENTS_BYTES = 1 << 20;

    /** A word for lists: the language, or the program's name. */
    String what();

    /** A script in a language that the provider's image knows, for example "bash" or "python". */
    record Script(String language, Blob source) implements Program {
        public Script {
            if (!language.matches("[a-z][a-z0-9+.-]{0,31}")) {
                throw new IllegalArgumentException("language: \"" + language + "\" is not a name of a language");
            }
            if (source.size() > MAX_SOURCE_BYTES) {
                throw new IllegalArgumentException(
                        "script: " + source.size() + " bytes, at most " + MAX_SOURCE_BYTES + " can be sent");
            }
        }

        @Override
        public String what() {
            return language;
        }
    }

    /** A command line, with files that are put into its working directory first. */
    record CommandLine(List<String> argv, List<SentFile> files) implements Program {
        public CommandLine {
            argv = List.copyOf(argv);
            files = List.copyOf(files);
            if (argv.isEmpty() || argv.getFirst().isEmpty()) {
                throw new IllegalArgumentException("command line: no program is named");
            }
            if (argv.size() > MAX_ARGUMENTS) {
                throw new IllegalArgumentException("command line: more than " + MAX_ARGUMENTS + " arguments");
            }
            if (argv.stream().mapToLong(String::length).sum() > MAX_ARGUMENTS_BYTES) {
                throw new IllegalArgumentException("command line: more than " + MAX_ARGUMENTS_BYTES + " bytes");
            }
            if (argv.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
                throw new IllegalArgumentException("command line: an argument has a NUL character");
            }
            long bytes = files.stream().mapToLong(file -> file.data().size()).sum();
            if (bytes > MAX_SOURCE_BYTES) {
                throw new IllegalArgumentException(
                        "files: " + bytes + " bytes, at most " + MAX_SOURCE_BYTES + " can be sent along");
            }
        }

        @Override
        public String what() {
            String program = argv.getFirst();
            return program.substring(program.lastIndexOf('/') + 1);
        }
    }
}
