package io.omerta.network.message;

import io.omerta.core.job.Resources;

/** {@link Resources} on the wire. */
public final class ResourcesMessages {
    private ResourcesMessages() {}

    public static io.omerta.proto.job.Resources toProto(Resources resources) {
        return io.omerta.proto.job.Resources.newBuilder()
                .setCpus(resources.cpus())
                .setMemoryBytes(resources.memoryBytes())
                .setDiskBytes(resources.diskBytes())
                .setGpus(resources.gpus())
                .build();
    }

    /** @throws InvalidMessageException for a number beyond the domain's */
    public static Resources fromProto(io.omerta.proto.job.Resources message) throws InvalidMessageException {
        return new Resources(
                Fields.smallCount("resources.cpus", message.getCpus()),
                Fields.count("resources.memory_bytes", message.getMemoryBytes()),
                Fields.count("resources.disk_bytes", message.getDiskBytes()),
                Fields.smallCount("resources.gpus", message.getGpus()));
    }
}
