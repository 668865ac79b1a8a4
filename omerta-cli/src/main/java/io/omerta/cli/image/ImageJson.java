package io.omerta.cli.image;

import io.omerta.console.Json;
import io.omerta.vm.image.ImageDescription;
import java.util.List;

/** An image in JSON. */
final class ImageJson {
    private ImageJson() {}

    static Json fill(Json json, ImageDescription image, HomeImages images) {
        return json.put("name", image.name())
                .put("digest", image.digest().text())
                .put("arch", image.architecture())
                .put("kernel", image.kernel())
                .put("bytes", image.bytes())
                .putTime("built_at", image.built().toEpochMilli())
                .putStrings("languages", List.copyOf(image.languages().keySet()))
                .putStrings("added", image.added())
                .putStrings("drivers", image.drivers())
                .put("package_count", image.packages().size())
                .put("current", images.isCurrent(image))
                .put("test", image.test())
                .putUnlessEmpty("problem", images.problem(image).orElse(""));
    }

    /** With what only {@code show} tells. */
    static Json fillAll(Json json, ImageDescription image, HomeImages images) {
        List<Json> commands = image.languages().entrySet().stream()
                .map(language ->
                        Json.object().put("language", language.getKey()).putStrings("command", language.getValue()))
                .toList();
        List<Json> packages = image.packages().entrySet().stream()
                .map(one -> Json.object().put("name", one.getKey()).put("version", one.getValue()))
                .toList();
        return fill(json, image, images)
                .put("directory", image.directory().toString())
                .putObjects("commands", commands)
                .putObjects("packages", packages);
    }
}
