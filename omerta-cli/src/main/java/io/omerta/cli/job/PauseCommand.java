package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.proto.local.JobSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code omerta pause}. */
@Command(
        name = "pause",
        description = {
            "Let a job of another on this machine stand still.",
            "Its memory is kept, its CPUs are free, its time limit stands still; see omerta jobs --lent."
        })
public final class PauseCommand extends ClientCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
    String job = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        JobSummary summary = session.daemon().pauseLentJob(job);
        if (console.json()) {
            console.print(JobJson.fill(Json.document(), summary));
        } else if (summary.getPaused()) {
            console.print("job " + summary.getShortId() + ": paused");
        } else {
            console.print("job " + summary.getShortId() + " is " + JobJson.state(summary)
                    + ": it will be paused once it runs");
        }
        return 0;
    }
}
