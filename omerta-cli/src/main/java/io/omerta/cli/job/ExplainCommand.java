package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.proto.local.JobSummary;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code omerta explain}. */
@Command(name = "explain", description = "Say why each provider took a job, or did not, and how the job ended.")
public final class ExplainCommand extends ClientCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
    String job = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        JobSummary summary = session.daemon().show(job);
        if (console.json()) {
            console.print(JobJson.fill(Json.document(), summary));
            return 0;
        }
        JobLabel label = JobLabel.of(summary.getJobId(), summary.getShortId(), summary.getResources());
        console.print("job " + label.shortId() + " (" + Printable.line(summary.getWhat()) + ", " + label.resources()
                + "): " + JobJson.state(summary));
        for (String line : summary.getConsideredList()) {
            console.print("  " + Printable.line(line));
        }
        JobJson.pathsSoFar(summary).map(PathLines::of).stream()
                .flatMap(List::stream)
                .forEach(console::print);
        JobJson.end(summary).ifPresent(end -> {
            if (!end.message().isEmpty()) {
                console.print(Printable.line(end.message()));
            }
            PathLines.of(end.usage().paths()).forEach(console::print);
            FlowLines.of(end.usage().flows()).forEach(console::print);
            RogueEvidence.of(end).forEach(console::print);
        });
        return 0;
    }
}
