package io.lakeflight.server.flight.metadata;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.flatbuffers.FlatBufferBuilder;
import io.lakeflight.catalog.TableName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Schemas of tables as clients get them, kept as long as the schema itself is held by the cache of metadata files, and
 * up to a number of bytes: a tool that lists a server asks for thousands, again and again.
 */
final class SchemaMessageCache {
    private static final long MAX_BYTES = 32 << 20;
    private static final int ENTRY_BYTES = 256;

    /** By identity: a schema object never changes, and another one is another schema. */
    private final Cache<org.apache.iceberg.Schema, Message> messages = Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(MAX_BYTES)
            .weigher((org.apache.iceberg.Schema schema, Message message) -> ENTRY_BYTES + message.bytes().length)
            .build();

    /** @param table the name that the schema was written for, which is part of it */
    private record Message(TableName table, byte[] bytes) {}

    byte[] of(TableName table, org.apache.iceberg.Schema schema) {
        Message known = messages.getIfPresent(schema);
        if (known != null && known.table().equals(table)) {
            return known.bytes();
        }
        byte[] bytes = message(ArrowFields.of(table, schema));
        messages.put(schema, new Message(table, bytes));
        return bytes;
    }

    /** The schema as an encapsulated IPC message. */
    static byte[] message(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            FlatBufferBuilder builder = new SharedTexts();
            ByteBuffer message = MessageSerializer.serializeMessage(
                    builder, MessageHeader.Schema, schema.getSchema(builder), 0, IpcOption.DEFAULT);
            MessageSerializer.writeMessageBuffer(
                    new WriteChannel(Channels.newChannel(bytes)), message.remaining(), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes each text once: the notes about every column say most of the same. Half of the bytes, and of the work. */
    private static final class SharedTexts extends FlatBufferBuilder {
        private final Map<String, Integer> places = new HashMap<>();

        @Override
        public int createString(CharSequence text) {
            return places.computeIfAbsent(text.toString(), super::createString);
        }
    }
}
