package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.proto.local.JobSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code omerta cancel}. */
@Command(
        name = "cancel",
        description = {"Cancel a job.", "Its program gets SIGTERM, and some seconds later SIGKILL."})
public final class CancelCommand extends ClientCommand {
    @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
    String job = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        JobSummary summary = session.daemon().cancel(job);
        if (console.json()) {
            console.print(JobJson.fill(Json.document(), summary));
        } else {
            console.print(
                    "job " + summary.getShortId() + ": " + (summary.hasEnd() ? JobJson.state(summary) : "cancelling"));
        }
        return 0;
    }
}
