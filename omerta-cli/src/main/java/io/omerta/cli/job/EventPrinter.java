package io.omerta.cli.job;

import io.omerta.console.Console;
import io.omerta.console.Json;
import io.omerta.core.job.JobEvent;
import java.util.Base64;
import java.util.function.Consumer;

/** Events of a job as JSON, one object a line. */
final class EventPrinter implements Consumer<JobEvent> {
    private final Console console;

    EventPrinter(Console console) {
        this.console = console;
    }

    @Override
    public void accept(JobEvent event) {
        Json json = Json.document()
                .put("sequence", event.sequence())
                .putTime("time", event.time().toEpochMilli());
        console.print(
                switch (event) {
                    case JobEvent.StateChanged change ->
                        json.put("event", "state_changed")
                                .put("state", change.state().name())
                                .putUnlessEmpty("detail", change.detail())
                                .putUnlessEmpty(
                                        "provider_peer_id", change.provider().orElse(""))
                                .put("vm_ready_ms", change.vmReady().toMillis())
                                .put("paused", change.paused());
                    case JobEvent.Output output ->
                        json.put("event", "output")
                                .put("stream", output.standardError() ? "stderr" : "stdout")
                                .put(
                                        "data_base64",
                                        Base64.getEncoder()
                                                .encodeToString(output.data().toBytes()));
                    case JobEvent.Ended ended -> JobJson.fill(json.put("event", "ended"), ended.end());
                });
    }
}
