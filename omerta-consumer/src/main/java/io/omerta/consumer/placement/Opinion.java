package io.omerta.consumer.placement;

import io.omerta.core.job.ImageDigest;
import io.omerta.core.job.Resources;
import java.time.Duration;
import java.util.Locale;

/** What came of considering a peer for a job. */
public sealed interface Opinion {
    /** For the line about this peer. */
    String why();

    /** For the sentence about all of them: "4 have fewer than 64 CPUs". */
    String summary(int count);

    /** It can take the job. */
    record Fits(boolean now) implements Opinion {
        @Override
        public String why() {
            return now ? "fits" : "fits, but is busy: the job would wait there";
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " was" : " were") + " not asked";
        }
    }

    record TakesIt() implements Opinion {
        @Override
        public String why() {
            return "took the job";
        }

        @Override
        public String summary(int count) {
            return count + " took the job";
        }
    }

    record TooFewCpus(int has, int asked) implements Opinion {
        @Override
        public String why() {
            return "has " + has + (has == 1 ? " CPU, " : " CPUs, ") + asked + " asked";
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " has" : " have") + " fewer than " + asked + " CPUs";
        }
    }

    record TooLittleMemory(long hasBytes, long askedBytes) implements Opinion {
        @Override
        public String why() {
            return "has " + mebibytes(hasBytes) + " MB of memory, " + mebibytes(askedBytes) + " asked";
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " has" : " have") + " less than " + mebibytes(askedBytes) + " MB of memory";
        }
    }

    record TooLittleDisk(long hasBytes, long askedBytes) implements Opinion {
        @Override
        public String why() {
            return "has " + mebibytes(hasBytes) + " MB of disk, " + mebibytes(askedBytes) + " asked";
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " has" : " have") + " less than " + mebibytes(askedBytes) + " MB of disk";
        }
    }

    record TooFewGpus(int has, int asked) implements Opinion {
        @Override
        public String why() {
            return (has == 0 ? "lends no GPU, " : "lends " + has + (has == 1 ? " GPU, " : " GPUs, ")) + asked
                    + " asked";
        }

        @Override
        public String summary(int count) {
            String lend = count + (count == 1 ? " lends " : " lend ");
            return asked == 1 ? lend + "no GPU" : lend + "fewer than " + asked + " GPUs";
        }
    }

    private static long mebibytes(long bytes) {
        return bytes / Resources.MEBIBYTE;
    }

    record NoLanguage(String language) implements Opinion {
        @Override
        public String why() {
            return "does not know the language " + language;
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " does" : " do") + " not know the language " + language;
        }
    }

    record NoImage(ImageDigest image) implements Opinion {
        @Override
        public String why() {
            return "does not have the image " + image.shortText();
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " does" : " do") + " not have the image " + image.shortText();
        }
    }

    record NotLending() implements Opinion {
        @Override
        public String why() {
            return "does not lend";
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " does" : " do") + " not lend";
        }
    }

    record Down() implements Opinion {
        @Override
        public String why() {
            return "has not been heard of lately";
        }

        @Override
        public String summary(int count) {
            return count + (count == 1 ? " is" : " are") + " down";
        }
    }

    /** @param reason one clause of the provider's */
    record Refused(String reason) implements Opinion {
        @Override
        public String why() {
            return "refused: " + reason;
        }

        @Override
        public String summary(int count) {
            return count + " refused (" + reason + ")";
        }
    }

    record NoAnswer(Duration waited) implements Opinion {
        @Override
        public String why() {
            return "did not answer in " + seconds() + " s";
        }

        @Override
        public String summary(int count) {
            return count + " did not answer in " + seconds() + " s";
        }

        private String seconds() {
            return waited.toMillis() % 1_000 == 0
                    ? String.valueOf(waited.toSeconds())
                    : String.format(Locale.ROOT, "%.1f", waited.toMillis() / 1e3);
        }
    }

    /** @param reason one clause */
    record Unreachable(String reason) implements Opinion {
        @Override
        public String why() {
            return "could not be reached: " + reason;
        }

        @Override
        public String summary(int count) {
            return count + " could not be reached (" + reason + ")";
        }
    }
}
