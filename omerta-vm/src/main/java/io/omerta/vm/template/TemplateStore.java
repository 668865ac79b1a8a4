package io.omerta.vm.template;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.omerta.core.error.OmertaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The templates below one directory. Whatever is wrong with one makes it disappear: it is only a shortcut, and can be made
 * again. Any thread may call; several processes may share a directory.
 */
public final class TemplateStore {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateStore.class);

    private record Verified(Template template, FileStamp memory, FileStamp state) {}

    private record Kept(Path directory, FileTime used, long bytes) {}

    private final Path directory;
    private final TemplateLimits limits;
    private final InstantSource time;

    @GuardedBy("this")
    private final Map<TemplateKey, Verified> verified = new HashMap<>();

    private TemplateStore(Path directory, TemplateLimits limits, InstantSource time) {
        this.directory = directory;
        this.limits = limits;
        this.time = time;
    }

    /**
     * Removes what earlier processes left half made, and what is too old or too much.
     *
     * @param directory is made if it is missing
     * @throws UncheckedIOException if it cannot be made or read
     */
    public static TemplateStore open(Path directory, TemplateLimits limits, InstantSource time) {
        TemplateStore store = new TemplateStore(directory.toAbsolutePath(), limits, time);
        try {
            TemplateFolder.createPrivate(store.directory);
            TemplateDraft.removeAbandoned(store.directory);
            store.evict();
        } catch (IOException e) {
            throw new UncheckedIOException("could not use " + directory + ": " + e.getMessage(), e);
        }
        return store;
    }

    /** The template, if there is one; reads all of it at its first use, and again when its files were touched. */
    public synchronized Optional<Template> find(TemplateKey key) {
        Path folder = folder(key);
        try {
            Verified known = verified.get(key);
            if (known == null
                    || !known.memory.equals(stampOfMemory(folder))
                    || !known.state.equals(stampOfState(folder))) {
                verified.remove(key);
                known = verify(key, folder).orElse(null);
            }
            if (known == null) {
                return Optional.empty();
            }
            verified.put(key, known);
            Files.setLastModifiedTime(TemplateFile.in(folder), FileTime.from(time.instant()));
            return Optional.of(known.template);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | UncheckedIOException | OmertaException e) {
            LOG.warn("the template {} cannot be used and is removed: {}", key, e.getMessage());
            remove(key);
            return Optional.empty();
        }
    }

    private static Optional<Verified> verify(TemplateKey key, Path folder) throws IOException {
        Optional<TemplateFile> file = TemplateFile.read(folder);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        // Before reading: what is written meanwhile shows the next time.
        FileStamp memoryStamp = stampOfMemory(folder);
        FileStamp stateStamp = stampOfState(folder);
        byte[] state = TemplateFolder.readState(folder);
        SparseDigest memory = SparseDigest.of(TemplateFolder.memory(folder));
        boolean whole = file.get().key().equals(key.digest())
                && file.get().memorySha256().equals(memory.sha256())
                && file.get().stateSha256().equals(TemplateFolder.sha256(state));
        if (!whole) {
            throw new IOException("its content is not what was written");
        }
        return Optional.of(new Verified(
                new Template(key, TemplateFolder.memory(folder), TemplateFolder.state(folder)),
                memoryStamp,
                stateStamp));
    }

    private static FileStamp stampOfMemory(Path folder) throws IOException {
        return FileStamp.of(TemplateFolder.memory(folder));
    }

    private static FileStamp stampOfState(Path folder) throws IOException {
        return FileStamp.of(TemplateFolder.state(folder));
    }

    /** Whether it is worth making any. */
    public boolean keepsAny() {
        return limits.bytes() > 0;
    }

    /** Begins a template; the caller closes the draft, published or not. */
    public TemplateDraft begin() throws IOException {
        return TemplateDraft.create(directory);
    }

    /**
     * Makes a draft a template, and evicts others if there are too many now. If another process was faster, its template
     * stays.
     */
    public void publish(TemplateDraft draft, TemplateKey key) throws IOException {
        draft.seal(key);
        try {
            Files.move(draft.folder(), folder(key), StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(TemplateFolder.lock(folder(key)));
        } catch (FileSystemException e) {
            if (!Files.exists(folder(key))) {
                throw e;
            }
            LOG.info("the template {} was made by another process meanwhile", key);
        }
        evict();
    }

    /** Forgets it and deletes its files; machines that run from it keep what they have mapped. Idempotent. */
    public synchronized void remove(TemplateKey key) {
        verified.remove(key);
        try {
            TemplateFolder.delete(folder(key));
        } catch (IOException e) {
            LOG.warn("could not delete the template {}: {}", key, e.getMessage());
        }
    }

    private void evict() throws IOException {
        FileTime oldest = FileTime.from(time.instant().minus(limits.age()));
        long bytes = 0;
        for (Kept template : kept()) {
            bytes += template.bytes;
            if (bytes > limits.bytes() || template.used.compareTo(oldest) < 0) {
                LOG.info("the template {} makes room", template.directory.getFileName());
                bytes -= template.bytes;
                remove(new TemplateKey(String.valueOf(template.directory.getFileName())));
            }
        }
    }

    /** Most recently used first. What is no template at all counts as old as can be. */
    private List<Kept> kept() throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.filter(TemplateStore::isNamedAsTemplate).toList()) {
                kept.add(describe(child));
            }
        }
        kept.sort(Comparator.comparing(Kept::used).reversed());
        return kept;
    }

    private static boolean isNamedAsTemplate(Path child) {
        String name = String.valueOf(child.getFileName());
        return name.length() == 64
                && name.chars().allMatch(HexFormat::isHexDigit)
                && name.equals(name.toLowerCase(java.util.Locale.ROOT));
    }

    private static Kept describe(Path folder) {
        try {
            long bytes =
                    TemplateFile.read(folder).map(TemplateFile::memoryBytes).orElse(0L);
            return new Kept(folder, Files.getLastModifiedTime(TemplateFile.in(folder)), bytes);
        } catch (IOException | UncheckedIOException | OmertaException e) {
            return new Kept(folder, FileTime.fromMillis(0), 0);
        }
    }

    private Path folder(TemplateKey key) {
        return directory.resolve(key.digest());
    }
}
