package io.omerta.vm.qemu;

import io.omerta.core.job.JobId;
import io.omerta.core.job.JobSpec;
import io.omerta.core.job.Resources;
import io.omerta.vm.VmRequest;
import io.omerta.vm.image.Architecture;
import io.omerta.vm.image.GuestImage;
import io.omerta.vm.image.ImageRules;
import java.nio.file.Path;

/** The image that the build made. A test that needs it fails without it. */
final class RealImage {
    private static final GuestImage IMAGE = GuestImage.open(path(), new ImageRules(Architecture.ofHost(), true));

    private RealImage() {}

    static GuestImage get() {
        return IMAGE;
    }

    static VmRequest request() {
        return new VmRequest(
                new JobId(17, 42), IMAGE, new Resources(1, 128 * Resources.MEBIBYTE, JobSpec.DEFAULT_DISK_BYTES));
    }

    static VmRequest requestOfTwoCpus() {
        return new VmRequest(
                new JobId(17, 42), IMAGE, new Resources(2, 128 * Resources.MEBIBYTE, JobSpec.DEFAULT_DISK_BYTES));
    }

    /** {@code bin/test} says where it is; else where it usually is. */
    private static Path path() {
        String usual = System.getProperty("omerta.root", "..") + "/build/out/images/debian-12";
        return Path.of(System.getProperty("omerta.image", usual))
                .toAbsolutePath()
                .normalize();
    }
}
