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
@Command(
        name = "jobs",
        description = {
            "List the jobs that were submitted here, newest first.",
            "With --lent, those of others that this machine runs or has run."
        })
public final class JobsCommand extends ClientCommand {
    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: 50).")
    int limit;

    @Option(names = "--lent", description = "Jobs of others on this machine.")
    boolean lent;

    @Override
    protected int run(Session session) {
        Console console = session.console();
        int most = Math.max(0, limit);
        List<JobSummary> jobs =
                lent ? session.daemon().lentJobs(most) : session.daemon().jobs(most);
        if (console.json()) {
            List<Json> objects =
                    jobs.stream().map(job -> JobJson.fill(Json.object(), job)).toList();
            console.print(Json.document().putObjects("jobs", objects));
            return 0;
        }
        Clock clock = session.shell().clock();
        Table table = new Table("ID", "WHAT", "STATE", lent ? "FOR" : "WHERE", "STARTED", "TIME", "EXIT");
        for (JobSummary job : jobs) {
            table.row(
                    job.getShortId(),
                    job.getWhat(),
                    JobJson.standing(job),
                    peer(job),
                    Figures.time(job.getStartedUnixMs(), clock),
                    time(job, clock),
                    exit(job));
        }
        console.print(table);
        return 0;
    }

    private static String peer(JobSummary job) {
        String name = job.getRequesterName() + job.getProviderName();
        return name.isEmpty() ? "-" : name;
    }

    private static String time(JobSummary job, Clock clock) {
        if (job.getStartedUnixMs() == 0) {
            return "-";
        }
        return Figures.duration(JobJson.end(job)
                .map(end -> end.usage().running())
                .orElseGet(() ->
                        Duration.ofMillis(Math.max(0, clock.millis() - job.getStartedUnixMs() - job.getPausedMs()))));
    }

    private static String exit(JobSummary job) {
        return JobJson.end(job)
                .flatMap(end -> end.result())
                .map(ProgramResult::shellCode)
                .map(String::valueOf)
                .orElse("-");
    }
}
