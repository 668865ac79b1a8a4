package io.omerta.network.message;

import com.google.protobuf.ByteString;
import io.omerta.core.job.Blob;
import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Limits;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import io.omerta.core.job.SentFile;
import io.omerta.proto.job.CommandLine;
import io.omerta.proto.job.ProgramFile;
import io.omerta.proto.job.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link JobSpec} on the wire. */
public final class JobSpecMessages {
    private static final int MAX_LANGUAGE = 32;
    private static final int MAX_FILES = 4_096;
    /** Linux takes no longer one (MAX_ARG_STRLEN), neither as an argument nor as a variable. */
    private static final int MAX_VARIABLE = 128 << 10;

    private static final int MAX_ENVIRONMENT = 1 << 20;

    private JobSpecMessages() {}

    public static io.omerta.proto.job.JobSpec toProto(JobSpec job) {
        io.omerta.proto.job.JobSpec.Builder message = io.omerta.proto.job.JobSpec.newBuilder()
                .setResources(ResourcesMessages.toProto(job.resources()))
                .setDescription(job.description())
                .addAllEnvironment(job.environment())
                .setTimeLimitMs(Fields.milliseconds(job.limits().time()))
                .setOutputLimitBytes(job.limits().outputBytes());
        job.image().ifPresent(image -> message.setImage(image.text()));
        switch (job.program()) {
            case Program.Script script -> message.setScript(script(script));
            case Program.CommandLine commandLine -> message.setCommandLine(commandLine(commandLine));
        }
        return message.build();
    }

    /** @throws InvalidMessageException for anything that the domain does not allow */
    public static JobSpec fromProto(io.omerta.proto.job.JobSpec message) throws InvalidMessageException {
        Program program = program(message);
        Resources resources = ResourcesMessages.fromProto(
                Fields.present("job.resources", message.hasResources(), message.getResources()));
        Limits limits = limits(message);
        List<String> environment = environment(message);
        String description = Fields.bounded("job.description", message.getDescription(), JobSpec.MAX_DESCRIPTION);
        Optional<ImageDigest> image = image(message.getImage());
        return Fields.valid("job", () -> new JobSpec(program, resources, limits, environment, description, image));
    }

    private static Optional<ImageDigest> image(String text) throws InvalidMessageException {
        return text.isEmpty() ? Optional.empty() : Optional.of(Fields.valid("job.image", () -> new ImageDigest(text)));
    }

    private static Program program(io.omerta.proto.job.JobSpec message) throws InvalidMessageException {
        return switch (message.getProgramCase()) {
            case SCRIPT -> script(message.getScript());
            case COMMAND_LINE -> commandLine(message.getCommandLine());
            case PROGRAM_NOT_SET -> throw new InvalidMessageException("job.program", "missing");
        };
    }

    private static Script script(Program.Script script) {
        return Script.newBuilder()
                .setLanguage(script.language())
                .setSource(ByteString.copyFrom(script.source().toBytes()))
                .build();
    }

    private static Program script(Script message) throws InvalidMessageException {
        String language = Fields.bounded("job.script.language", message.getLanguage(), MAX_LANGUAGE);
        Blob source = Fields.blob("job.script.source", message.getSource(), Program.MAX_SOURCE_BYTES);
        return Fields.valid("job.script", () -> new Program.Script(language, source));
    }

    private static CommandLine commandLine(Program.CommandLine commandLine) {
        CommandLine.Builder message = CommandLine.newBuilder().addAllArgv(commandLine.argv());
        for (SentFile file : commandLine.files()) {
            message.addFiles(ProgramFile.newBuilder()
                    .setName(file.name())
                    .setData(ByteString.copyFrom(file.data().toBytes()))
                    .setMode(file.mode()));
        }
        return message.build();
    }

    private static Program commandLine(CommandLine message) throws InvalidMessageException {
        if (message.getFilesCount() > MAX_FILES) {
            throw new InvalidMessageException(
                    "job.command_line.files", message.getFilesCount() + ", at most " + MAX_FILES);
        }
        List<SentFile> files = new ArrayList<>();
        for (ProgramFile file : message.getFilesList()) {
            Blob data = Fields.blob("job.command_line.files.data", file.getData(), Program.MAX_SOURCE_BYTES);
            files.add(Fields.valid("job.command_line.files", () -> new SentFile(file.getName(), data, file.getMode())));
        }
        return Fields.valid("job.command_line", () -> new Program.CommandLine(message.getArgvList(), files));
    }

    private static Limits limits(io.omerta.proto.job.JobSpec message) throws InvalidMessageException {
        var time = Fields.milliseconds("job.time_limit_ms", message.getTimeLimitMs());
        long outputBytes = Fields.count("job.output_limit_bytes", message.getOutputLimitBytes());
        return Fields.valid("job.time_limit_ms", () -> new Limits(time, outputBytes));
    }

    private static List<String> environment(io.omerta.proto.job.JobSpec message) throws InvalidMessageException {
        long total = 0;
        for (String variable : message.getEnvironmentList()) {
            total += Fields.bounded("job.environment", variable, MAX_VARIABLE).length();
        }
        if (total > MAX_ENVIRONMENT) {
            throw new InvalidMessageException("job.environment", total + " characters, at most " + MAX_ENVIRONMENT);
        }
        return message.getEnvironmentList();
    }
}
