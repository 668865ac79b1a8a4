package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.Console;
import io.omerta.console.EndsWithJobsCode;
import io.omerta.console.Json;
import io.omerta.core.job.JobEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code omerta wait}. */
@Command(name = "wait", description = "Wait for a job, and end with its exit code.")
public final class WaitCommand extends ClientCommand implements EndsWithJobsCode {
    @Parameters(paramLabel = "JOB", description = "Its id, or the beginning of it.")
    String job = "";

    @Override
    protected int run(Session session) {
        Console console = session.console();
        FollowedJob followed = FollowedJob.of(session, job);
        JobReader reader = new JobReader(console, followed.label(), false);
        int code = followed.readToEnd(reader, event -> {
            if (!(event instanceof JobEvent.Output)) {
                reader.accept(event);
            }
        });
        if (console.json()) {
            console.print(JobJson.fill(Json.document(), session.daemon().show(job)));
        }
        return code;
    }
}
