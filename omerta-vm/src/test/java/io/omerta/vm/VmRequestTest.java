package io.omerta.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.omerta.core.job.JobId;
import io.omerta.core.job.Resources;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.standin.StandInImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmRequestTest {
    @TempDir
    Path directory;

    @Test
    void machine_hasMemoryBesideTheJobs_andMoreWithDrivers() throws IOException {
        GuestImage standard = StandInImage.create(directory.resolve("standard"));
        GuestImage drivers = StandInImage.createWithDrivers(directory.resolve("gpu"), List.of("amdgpu"));
        assertThat(machineMebibytes(standard)).isEqualTo(512 + 96);
        assertThat(machineMebibytes(drivers)).isEqualTo(512 + 192);
    }

    private static long machineMebibytes(GuestImage image) {
        Resources resources = new Resources(1, 512 * Resources.MEBIBYTE, 64 * Resources.MEBIBYTE);
        return new VmRequest(new JobId(0, 1), image, resources).machineMemoryMebibytes();
    }
}
