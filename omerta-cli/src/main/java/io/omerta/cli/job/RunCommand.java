package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.EndsWithJobsCode;
import io.omerta.core.job.Program;
import io.omerta.core.job.SentFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code omerta run -- CMD ARG…}. */
@Command(
        name = "run",
        description = {
            "Run a command line on a machine of the network.",
            "A program named by a relative path, such as ./tool, is sent along; another name means a program of the"
                    + " guest. Ends with the program's own exit code."
        })
public final class RunCommand extends ClientCommand implements EndsWithJobsCode {
    @Mixin
    JobOptions options = new JobOptions();

    @Parameters(arity = "1..*", paramLabel = "CMD", description = "The program and its arguments, after --.")
    List<String> commandLine = List.of();

    @Override
    protected int run(Session session) {
        return new JobRun(session, options, typed()).run(() -> program(session));
    }

    private Program program(Session session) {
        String program = commandLine.getFirst();
        boolean relativePath = program.contains("/") && !program.startsWith("/");
        Path file = session.shell().resolve(program);
        if (!relativePath || !Files.isRegularFile(file)) {
            return new Program.CommandLine(commandLine, List.of());
        }
        String name = String.valueOf(file.getFileName());
        List<String> argv = new ArrayList<>(commandLine);
        argv.set(0, "./" + name);
        SentFile sent = new SentFile(name, LocalFile.read(file, program), LocalFile.mode(file));
        return new Program.CommandLine(argv, List.of(sent));
    }
}
