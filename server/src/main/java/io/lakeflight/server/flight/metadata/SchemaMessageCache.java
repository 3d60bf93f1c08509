package io.lakeflight.server.flight.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.catalog.MetadataCache;
import io.lakeflight.catalog.Relation;
import io.lakeflight.catalog.SchemaForm;
import io.lakeflight.catalog.TableName;
import java.util.Optional;
import org.apache.iceberg.Schema;

/**
 * Schemas of tables as clients get them, by the metadata file they are of, up to a number of bytes: a tool that lists a
 * server asks for thousands, again and again.
 */
final class SchemaMessageCache {
    private static final long MAX_BYTES = 32 << 20;
    private static final int ENTRY_BYTES = 512;

    private final SchemaForm form;

    private final Cache<Key, byte[]> messages = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((Key key, byte[] message) ->
                    ENTRY_BYTES + key.file().location().length() + message.length)
            .build();

    /** @param table the name that the schema was written for, which is part of it */
    private record Key(MetadataCache.File file, TableName table) {}

    SchemaMessageCache(SchemaForm form) {
        this.form = form;
    }

    Optional<byte[]> known(Relation relation) {
        return key(relation).flatMap(key -> Optional.ofNullable(messages.getIfPresent(key)));
    }

    /** What the relation's catalog has kept of it. */
    void put(Relation relation, byte[] message) {
        key(relation).ifPresent(key -> messages.put(key, message));
    }

    /** Made of the relation's schema, and kept if its file never has another one. */
    byte[] made(Relation relation, Schema schema) {
        byte[] message = form.of(relation.name(), schema);
        key(relation)
                .filter(key -> MetadataCache.isWrittenOnce(key.file().location()))
                .ifPresent(key -> messages.put(key, message));
        return message;
    }

    private static Optional<Key> key(Relation relation) {
        return relation.file().map(file -> new Key(file, relation.name()));
    }
}
