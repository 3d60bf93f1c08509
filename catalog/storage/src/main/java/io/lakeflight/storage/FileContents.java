package io.lakeflight.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * The contents of manifests and manifest lists, kept by location up to a number of bytes; those used least give way.
 *
 * <p>Kept are only files that are written once: their names hold a UUID, so that no other file ever has the same name.
 * Safe for any thread.
 */
public final class FileContents {
    private static final Pattern WRITTEN_ONCE = Pattern.compile(
            ".*/metadata/[^/]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}[^/]*\\.avro");
    /** What an entry costs beside its bytes. */
    private static final int ENTRY_BYTES = 256;

    private final Cache<Key, byte[]> contents;
    private final int maxFileBytes;

    /** @param storage tells files apart that have the same location in different stores */
    private record Key(String storage, String location) {}

    /**
     * @param maxBytes all contents together
     * @param maxFileBytes a larger file is read whenever it is needed
     */
    public FileContents(long maxBytes, int maxFileBytes) {
        this.maxFileBytes = maxFileBytes;
        contents = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, byte[] content) ->
                        ENTRY_BYTES + 2 * key.location().length() + content.length)
                // Evicts while it is written to, so that the limit holds at any time.
                .executor(Runnable::run)
                .build();
    }

    /** Whether a file of this name is one that may be kept. */
    static boolean isWrittenOnce(String location) {
        return WRITTEN_ONCE.matcher(location).matches();
    }

    Optional<byte[]> find(String storage, String location) {
        return Optional.ofNullable(contents.getIfPresent(new Key(storage, location)));
    }

    /**
     * Reads the whole file and keeps it; empty if it is too large for that, or not as long as it says. A failure leaves
     * nothing behind.
     */
    Optional<byte[]> read(String storage, InputFile file) throws IOException {
        long length = file.getLength();
        if (length > maxFileBytes) {
            return Optional.empty();
        }
        try (SeekableInputStream stream = file.newStream()) {
            byte[] content = stream.readNBytes((int) length);
            if (content.length < length || stream.read() >= 0) {
                return Optional.empty();
            }
            contents.put(new Key(storage, file.location()), content);
            return Optional.of(content);
        }
    }

    void forget(String storage, String location) {
        contents.invalidate(new Key(storage, location));
    }
}
