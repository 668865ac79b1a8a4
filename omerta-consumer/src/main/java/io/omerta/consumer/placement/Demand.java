package io.omerta.consumer.placement;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Program;
import io.omerta.core.job.Resources;
import java.util.Optional;

/**
 * What a provider must have for a job.
 *
 * @param language of the script; empty for a command line
 * @param image that it has to run in; empty for any
 */
public record Demand(Resources resources, Optional<String> language, Optional<ImageDigest> image) {
    public static Demand of(JobSpec spec) {
        return new Demand(
                spec.resources(),
                switch (spec.program()) {
                    case Program.Script script -> Optional.of(script.language());
                    case Program.CommandLine _ -> Optional.empty();
                },
                spec.image());
    }
}
