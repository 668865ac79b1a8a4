package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Table;
import io.omerta.core.job.ProgramResult;
import io.omerta.proto.local.JobSummary;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code omerta jobs}. */
@Command(name = "jobs", description = "List the jobs that were submitted here, newest first.")
public final class JobsCommand extends ClientCommand {
    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: 50).")
    int limit;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        List<JobSummary> jobs = session.daemon().jobs(Math.max(0, limit));
        if (console.json()) {
            List<Json> objects =
                    jobs.stream().map(job -> JobJson.fill(Json.object(), job)).toList();
            console.print(Json.document().putObjects("jobs", objects));
            return 0;
        }
        Clock clock = session.shell().clock();
        Table table = new Table("ID", "WHAT", "STATE", "WHERE", "STARTED", "TIME", "EXIT");
        for (JobSummary job : jobs) {
            table.row(
                    job.getShortId(),
                    job.getWhat(),
                    JobJson.state(job),
                    job.getProviderName().isEmpty() ? "-" : job.getProviderName(),
                    Figures.time(job.getStartedUnixMs(), clock),
                    time(job, clock),
                    exit(job));
        }
        console.print(table);
        return 0;
    }

    private static String time(JobSummary job, Clock clock) {
        if (job.getStartedUnixMs() == 0) {
            return "-";
        }
        return Figures.duration(JobJson.end(job)
                .map(end -> end.usage().running())
                .orElseGet(() -> Duration.ofMillis(Math.max(0, clock.millis() - job.getStartedUnixMs()))));
    }

    private static String exit(JobSummary job) {
        return JobJson.end(job)
                .flatMap(end -> end.result())
                .map(ProgramResult::shellCode)
                .map(String::valueOf)
                .orElse("-");
    }
}
