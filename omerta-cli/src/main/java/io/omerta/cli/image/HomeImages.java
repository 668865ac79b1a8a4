package io.omerta.cli.image;

import io.omerta.cli.session.Session;
import io.omerta.core.config.Configuration;
import io.omerta.core.error.OmertaException;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.ImageDescription;
import io.omerta.vm.image.ImageFolder;
import io.omerta.vm.image.ImageRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The images of the session's home, and which of them this machine may run. */
final class HomeImages {
    private final ImageFolder folder;
    private final ImageRules rules;

    private HomeImages(ImageFolder folder, ImageRules rules) {
        this.folder = folder;
        this.rules = rules;
    }

    static HomeImages of(Session session) {
        Configuration configuration = Configuration.load(session.home().configuration());
        ImageRules rules =
                new ImageRules(Architecture.ofHost(), configuration.vm().allowTestImage());
        return new HomeImages(new ImageFolder(session.home().images()), rules);
    }

    ImageFolder folder() {
        return folder;
    }

    List<ImageDescription> list(Consumer<OmertaException> unreadable) {
        return folder.list(unreadable);
    }

    /** The image of jobs that name none. */
    Optional<ImageDescription> current() {
        return folder.current(rules);
    }

    boolean isCurrent(ImageDescription image) {
        return current().filter(current -> current.name().equals(image.name())).isPresent();
    }

    /** Why no job runs in it here, one clause; empty when jobs do. */
    Optional<String> problem(ImageDescription image) {
        return image.problem(rules);
    }

    /** What a new image means for jobs. */
    String welcome(ImageDescription image) {
        return problem(image)
                .map(reason -> "no job runs in it here: " + reason)
                .orElse(
                        isCurrent(image)
                                ? "jobs that name no image run in it from now on"
                                : "run a job in it: omerta submit --image " + image.name());
    }
}
