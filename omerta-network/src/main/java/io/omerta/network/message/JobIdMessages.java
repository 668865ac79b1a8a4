package io.omerta.network.message;

import com.google.protobuf.ByteString;
import io.omerta.core.job.JobId;

/** {@link JobId} on the wire: its 16 bytes. */
public final class JobIdMessages {
    private JobIdMessages() {}

    public static ByteString toProto(JobId id) {
        return ByteString.copyFrom(id.toBytes());
    }

    /** @throws InvalidMessageException unless there are 16 bytes */
    public static JobId fromProto(ByteString bytes) throws InvalidMessageException {
        if (bytes.size() != JobId.BYTES) {
            throw new InvalidMessageException("job_id", bytes.size() + " bytes, " + JobId.BYTES + " expected");
        }
        return JobId.ofBytes(bytes.toByteArray());
    }
}
