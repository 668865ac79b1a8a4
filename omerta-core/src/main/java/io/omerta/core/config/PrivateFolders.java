package io.omerta.core.config;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Folders that nobody but their owner can look into. */
final class PrivateFolders {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");
    private static final String ELSEWHERE = "choose another folder: export OMERTA_HOME=$HOME/.omerta";

    private PrivateFolders() {}

    static void prepare(Path root, Path... folders) {
        make(root);
        UserPrincipal user = user(root);
        requirePrivate(root, user);
        for (Path folder : folders) {
            make(folder);
            requirePrivate(folder, user);
        }
    }

    private static void make(Path folder) {
        try {
            Path parent = folder.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (!Files.exists(folder)) {
                create(folder);
            }
        } catch (IOException e) {
            throw unusable(folder, reason(e), ELSEWHERE, e);
        }
        requireFolder(folder);
    }

    // Whose files the kernel says we make: the JDK has no other way to ask who we are that always holds.
    private static UserPrincipal user(Path root) {
        try {
            Path probe = Files.createTempFile(root, ".probe", ".tmp");
            try {
                return Files.getOwner(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw unusable(root, "it cannot be written to (" + reason(e) + ")", ELSEWHERE, e);
        }
    }

    /** Images hold no secret and may be shared: any mode will do, and nothing is asked of one that exists. */
    static void makeShared(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unusable(folder, reason(e), "choose another folder: export OMERTA_IMAGES=…", e);
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(MODE));
        } catch (FileAlreadyExistsException e) {
            // Another process was first: the caller checks what it made.
            return;
        }
    }

    private static void requirePrivate(Path folder, UserPrincipal user) {
        try {
            UserPrincipal owner = Files.getOwner(folder);
            if (!owner.equals(user)) {
                throw unusable(folder, "it belongs to " + owner.getName(), "sudo chown -R $USER " + folder);
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
            if (!mode.equals(MODE)) {
                String text = PosixFilePermissions.toString(mode);
                throw unusable(folder, "its mode is " + text + ", not rwx------ (0700)", "chmod 700 " + folder);
            }
        } catch (IOException e) {
            throw unusable(folder, reason(e), ELSEWHERE, e);
        }
    }

    private static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw unusable(folder, "it is not a folder", "mv " + folder + " " + folder + ".old");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return switch (e) {
            case FileAlreadyExistsException exists -> "something else has the name " + exists.getFile();
            case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static OmertaException unusable(Path folder, String reason, String hint) {
        return new OmertaException(ErrorCode.NOT_PERMITTED, "could not use the folder " + folder + ": " + reason, hint);
    }

    private static OmertaException unusable(Path folder, String reason, String hint, IOException cause) {
        return new OmertaException(
                ErrorCode.NOT_PERMITTED, "could not use the folder " + folder + ": " + reason, hint, cause);
    }
}
