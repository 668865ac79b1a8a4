package io.omerta.core.job;

/**
 * A file that goes along with a job, into its working directory.
 *
 * @param name one path component
 * @param mode permission bits, for example 0755
 */
public record SentFile(String name, Blob data, int mode) {
    private static final int MAX_NAME = 255;

    public SentFile {
        if (name.isEmpty() || name.length() > MAX_NAME || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("file name: \"" + name + "\" cannot be used");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("file name: \"" + name + "\" is not one path component");
        }
        if ((mode & ~0777) != 0) {
            throw new IllegalArgumentException("file mode: " + Integer.toOctalString(mode));
        }
    }
}
