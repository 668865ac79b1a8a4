package io.omerta.cli.job;

import io.omerta.cli.session.ClientCommand;
import io.omerta.cli.session.Session;
import io.omerta.console.EndsWithJobsCode;
import io.omerta.core.job.Blob;
import io.omerta.core.job.Program;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code omerta submit}. */
@Command(
        name = "submit",
        description = {"Run a script on a machine of the network.", "Ends with the script's own exit code."})
public final class SubmitCommand extends ClientCommand implements EndsWithJobsCode {
    @Option(names = "--script", paramLabel = "TEXT", description = "The script itself.")
    @Nullable
    String script;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file that contains the script; - for standard input.")
    @Nullable
    String file;

    @Option(
            names = "--language",
            paramLabel = "NAME",
            description = "bash, sh, python (default: what the file says, else bash).")
    @Nullable
    String language;

    @Mixin
    JobOptions options = new JobOptions();

    @Override
    protected int run(Session session) {
        if (script == null && file == null) {
            throw usageError("--script or --file is missing");
        }
        if (script != null && file != null) {
            throw usageError("--script and --file exclude each other");
        }
        return new JobRun(session, options, typed()).run(() -> program(session));
    }

    private Program program(Session session) {
        if (script != null) {
            return new Program.Script(language == null ? Language.DEFAULT : language, Blob.ofText(script));
        }
        String name = String.valueOf(file);
        Blob source = name.equals("-")
                ? LocalFile.read(session.shell().in(), "standard input")
                : LocalFile.read(session.shell().resolve(name), name);
        return new Program.Script(language == null ? Language.of(name, source) : language, source);
    }
}
