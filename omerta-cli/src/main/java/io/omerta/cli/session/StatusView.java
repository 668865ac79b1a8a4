package io.omerta.cli.session;

import io.omerta.console.Console;
import io.omerta.console.Figures;
import io.omerta.console.Json;
import io.omerta.console.Printable;
import io.omerta.console.Table;
import io.omerta.proto.local.GpuStatus;
import io.omerta.proto.local.NetworkStatus;
import io.omerta.proto.local.StatusResponse;

/** The answer to {@code omerta status} and {@code omertad status}. */
public final class StatusView {
    private final Console console;

    public StatusView(Console console) {
        this.console = console;
    }

    public void print(StatusResponse status) {
        if (console.json()) {
            console.print(json(status));
            return;
        }
        console.print(summary(status));
        if (status.getLending()) {
            console.print("disk for jobs: " + ResourcesView.disk(status.getCapacity()) + ", "
                    + ResourcesView.disk(status.getAvailable()) + " of it free");
        }
        if (status.getCapacity().getGpus() > 0) {
            console.print("GPUs for jobs: " + status.getCapacity().getGpus() + ", "
                    + status.getAvailable().getGpus() + " of them free");
        }
        if (status.getAcceleration().equals("tcg")) {
            console.print("VMs run under software emulation: slower, and a weaker wall than KVM");
        }
        if (status.getImagesCount() > 1) {
            console.print(status.getImagesCount() + " images to run jobs in: omerta image list");
        }
        if (!status.getImageProblem().isEmpty()) {
            console.print("not lending: " + Printable.line(status.getImageProblem()));
        }
        status.getGpusList().forEach(this::print);
        if (status.getNetworksCount() == 0) {
            console.print("in no network yet; try: omerta network create --name \"My Team\"");
            return;
        }
        Table table = new Table("NETWORK", "PEERS", "ROLE");
        NetworkLabels labels = new NetworkLabels();
        status.getNetworksList().forEach(network -> labels.add(network.getId(), network.getName()));
        for (NetworkStatus network : status.getNetworksList()) {
            table.row(
                    labels.of(network.getId(), network.getName()),
                    network.getPaused() ? "paused" : network.getPeers() + " (" + network.getPeersUp() + " up)",
                    network.getCreator() ? "creator" : "member");
        }
        console.print(table);
    }

    private void print(GpuStatus gpu) {
        if (!gpu.getProblem().isEmpty()) {
            console.print("the GPU " + gpu.getAddress() + " is not lent: it " + gpu.getProblem());
            console.print("  try: " + gpu.getHint());
        }
    }

    private static String summary(StatusResponse status) {
        StringBuilder line = new StringBuilder(status.getPeerName()).append("   ");
        line.append(status.getLending() ? "lending " + ResourcesView.text(status.getCapacity()) : "not lending");
        line.append(" · ")
                .append(Figures.count(status.getJobsRunningHere(), "job"))
                .append(" running here");
        if (status.getJobsPausedHere() > 0) {
            line.append(" (").append(status.getJobsPausedHere()).append(" paused)");
        }
        if (status.getJobsQueuedHere() > 0) {
            line.append(", ").append(status.getJobsQueuedHere()).append(" waiting");
        }
        line.append(" · ").append(status.getMyJobsRunning()).append(" of mine running");
        return line.toString();
    }

    private static Json json(StatusResponse status) {
        return Json.document()
                .put("version", status.getVersion())
                .put("local_protocol", status.getProtocol())
                .put("pid", status.getPid())
                .putTime("started_at", status.getStartedUnixMs())
                .put("peer_id", status.getPeerId())
                .put("peer_name", status.getPeerName())
                .put("port", status.getPort())
                .put("home", status.getHome())
                .put("lending", status.getLending())
                .put("capacity", ResourcesView.json(status.getCapacity()))
                .put("available", ResourcesView.json(status.getAvailable()))
                .put("jobs_running_here", status.getJobsRunningHere())
                .put("jobs_paused_here", status.getJobsPausedHere())
                .put("jobs_queued_here", status.getJobsQueuedHere())
                .put("my_jobs_running", status.getMyJobsRunning())
                .put("acceleration", status.getAcceleration())
                .putUnlessEmpty("containment", status.getContainment())
                .putUnlessEmpty("image_digest", status.getImageDigest())
                .putStrings("images", status.getImagesList())
                .putStrings("images_in_use", status.getImagesInUseList())
                .putUnlessEmpty("image_problem", status.getImageProblem())
                .putObjects(
                        "gpus",
                        status.getGpusList().stream().map(StatusView::json).toList())
                .putObjects(
                        "networks",
                        status.getNetworksList().stream().map(StatusView::json).toList());
    }

    private static Json json(GpuStatus gpu) {
        return Json.object()
                .put("address", gpu.getAddress())
                .put("lent", gpu.getProblem().isEmpty())
                .putUnlessEmpty("problem", gpu.getProblem())
                .putUnlessEmpty("hint", gpu.getHint());
    }

    private static Json json(NetworkStatus network) {
        return Json.object()
                .put("id", network.getId())
                .put("name", network.getName())
                .put("peers", network.getPeers())
                .put("peers_up", network.getPeersUp())
                .put("creator", network.getCreator())
                .put("paused", network.getPaused());
    }
}
