package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.proto.local.JobSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code omerta resume}. */
@Command(
        name = "resume",
        description = {"Let a job of another on this machine go on.", "Whatever it was paused for."})
public final class ResumeCommand extends ClientCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
    String job = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        JobSummary summary = session.daemon().resumeLentJob(job);
        if (console.json()) {
            console.print(JobJson.fill(Json.document(), summary));
        } else {
            console.print("job " + summary.getShortId() + ": " + JobJson.standing(summary));
        }
        return 0;
    }
}
