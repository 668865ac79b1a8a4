package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.EndsWithJobsCode;
import io.omerta.core.job.JobEvent;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omerta logs}. */
@Command(
        name = "logs",
        description = {
            "Print what a job has written, to standard output and standard error.",
            "With -f until it ends, and then with its exit code."
        })
public final class LogsCommand extends ClientCommand implements EndsWithJobsCode {
    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job ends.")
    boolean follow;

    @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
    String job = "";

    @Override
    public boolean endsWithJobsCode() {
        return follow;
    }

    @Override
    protected int run(Session session) {
        Console console = session.console();
        FollowedJob followed = FollowedJob.of(session, job);
        JobReader reader = new JobReader(console, followed.label(), false);
        Consumer<JobEvent> output = console.json() ? new EventPrinter(console).andThen(noOutput(reader)) : reader;
        if (follow) {
            return followed.readToEnd(reader, output);
        }
        followed.readSoFar(output);
        return 0;
    }

    private static Consumer<JobEvent> noOutput(JobReader reader) {
        return event -> {
            if (!(event instanceof JobEvent.Output)) {
                reader.accept(event);
            }
        };
    }
}
