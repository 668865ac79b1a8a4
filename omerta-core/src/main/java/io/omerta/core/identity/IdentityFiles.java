package io.omerta.core.identity;

import io.omerta.core.error.ErrorCode;
import io.omerta.core.error.OmertaException;
import io.omerta.core.file.AtomicFile;
import io.omerta.core.file.CorruptFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/** The two PEM files of an identity. */
final class IdentityFiles {
    /** Ten times what a key file has: more is not a key file, and is not read. */
    private static final int MAX_BYTES = 2_048;

    private final Path privateFile;
    private final Path publicFile;

    IdentityFiles(Path directory) {
        this.privateFile = directory.resolve("private_key.pem");
        this.publicFile = directory.resolve("public_key.pem");
    }

    Identity loadOrCreate() {
        if (exists(privateFile)) {
            return load();
        }
        if (exists(publicFile)) {
            throw CorruptFile.of(
                    privateFile,
                    "it is missing, but " + publicFile.getFileName() + " is there",
                    "put private_key.pem back from a copy, or start as a new peer: mv " + publicFile + " " + publicFile
                            + ".old");
        }
        return create();
    }

    private Identity create() {
        Identity identity = Identity.generate(new SecureRandom());
        byte[] seed = identity.seed();
        byte[] pem = KeyEncoding.PRIVATE.toPem(seed).getBytes(StandardCharsets.US_ASCII);
        boolean created;
        try {
            created = AtomicFile.create(privateFile, pem, AtomicFile.OWNER_ONLY);
        } finally {
            Arrays.fill(seed, (byte) 0);
            Arrays.fill(pem, (byte) 0);
        }
        // Somebody else may have been first: theirs counts.
        if (!created) {
            return load();
        }
        writePublic(identity);
        return identity;
    }

    private Identity load() {
        requireOwnerOnly();
        byte[] seed = read(privateFile, KeyEncoding.PRIVATE);
        Identity identity = Identity.ofSeed(seed);
        Arrays.fill(seed, (byte) 0);
        if (!exists(publicFile)) {
            writePublic(identity);
        } else if (!Arrays.equals(read(publicFile, KeyEncoding.PUBLIC), identity.publicKey())) {
            throw CorruptFile.of(publicFile, "it does not belong to " + privateFile.getFileName(), "rm " + publicFile);
        }
        return identity;
    }

    private void writePublic(Identity identity) {
        byte[] pem = KeyEncoding.PUBLIC.toPem(identity.publicKey()).getBytes(StandardCharsets.US_ASCII);
        AtomicFile.write(publicFile, pem, AtomicFile.OWNER_WRITES);
    }

    private void requireOwnerOnly() {
        Set<PosixFilePermission> mode;
        try {
            mode = Files.getPosixFilePermissions(privateFile);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + privateFile + ": " + e.getMessage(), e);
        }
        if (!mode.equals(AtomicFile.OWNER_ONLY)) {
            throw new OmertaException(
                    ErrorCode.NOT_PERMITTED,
                    "could not use the key " + privateFile + ": its mode is " + PosixFilePermissions.toString(mode)
                            + ", not rw------- (0600)",
                    "chmod 600 " + privateFile);
        }
    }

    private static byte[] read(Path file, KeyEncoding encoding) {
        String hint = "put it back from a copy, or start as a new peer: mv " + file.getParent() + " " + file.getParent()
                + ".broken";
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw CorruptFile.of(file, "it is larger than a key file can be", hint);
            }
            return encoding.fromPem(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (KeyEncoding.BadPemException e) {
            throw CorruptFile.atLine(file, e.line, e.reason, hint);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
