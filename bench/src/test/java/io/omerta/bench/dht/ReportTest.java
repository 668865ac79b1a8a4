package io.omerta.bench.dht;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.file.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.SAXException;

class ReportTest {
    private static final NavigableMap<Integer, Double> MESSAGES = new TreeMap<>();

    static {
        MESSAGES.put(100, 20.0);
        MESSAGES.put(10_000, 39.9);
    }

    private static SortedMap<String, Scene> scenes(double found, double right) {
        Scene.Search search = new Scene.Search(1_000, found, 2, 3, 90, 200, 300, 7);
        Scene scene = new Scene(100, search, new Scene.Lookup(1_000, right, 1, 3, 4, 400, 700, 30), 0, "1");
        SortedMap<String, Scene> scenes = new TreeMap<>();
        scenes.put("churn_20_percent_an_hour", scene);
        scenes.put("dead_30_percent", scene);
        scenes.put("adversaries_collude", scene);
        return scenes;
    }

    @Test
    void goals_whenAllAreMet_noneIsMissed() {
        assertThat(DhtResult.missed(scenes(0.999, 0.99), MESSAGES, 100 * 1_024, 1_000))
                .isEmpty();
    }

    @Test
    void goals_ofWhatWasNotSeen_areNotMissed() {
        assertThat(DhtResult.missed(new TreeMap<>(), new TreeMap<>(), -1, -1)).isEmpty();
    }

    @Test
    void goals_whenNoneIsMet_areAllNamed() {
        NavigableMap<Integer, Double> messages = new TreeMap<>(MESSAGES);
        messages.put(10_000, 40.1);

        assertThat(DhtResult.missed(scenes(0.9989, 0.9899), messages, 100 * 1_024 + 1, 1_001))
                .containsExactly(
                        "churn_found", "dead_found", "colluders_right", "heap", "messages_growth", "idle_traffic");
    }

    @Test
    void report_isReadAgain(@TempDir Path directory) throws IOException, ParserConfigurationException, SAXException {
        DhtResult result = new DhtResult(
                1, 2, 3, 100, scenes(1, 1), MESSAGES, 10_000, 100, 1_000, 10, List.of(), List.of(1.0, 2.0));
        SortedMap<String, Samples> latencies = new TreeMap<>();
        Samples samples = new Samples();
        samples.add(20);
        samples.add(40);
        latencies.put("quiet", samples);

        Plots.write(result, latencies, directory);

        assertThat(new String(StrictJson.write(result), StandardCharsets.UTF_8)).contains("\"messages_per_lookup\"");
        for (String plot : List.of("messages.svg", "latency.svg", "dead.svg", "adversaries.svg")) {
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(directory.resolve(plot).toFile())
                            .getDocumentElement()
                            .getTagName())
                    .isEqualTo("svg");
        }
        assertThat(Files.readString(directory.resolve("latency.svg")))
                .contains("<polyline")
                .contains(">quiet<");
    }
}
