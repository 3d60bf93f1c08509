package io.lakeflight.server.flight.metadata;

import com.google.flatbuffers.FlatBufferBuilder;
import io.lakeflight.catalog.SchemaForm;
import io.lakeflight.catalog.TableName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** The schema of a table as GetTables has it: an encapsulated IPC message, with notes about every column. */
final class TableSchemaForm implements SchemaForm {
    /** To be raised with every change of what is told of a schema; a test compares the bytes. */
    private static final int VERSION = 1;

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public byte[] of(TableName name, org.apache.iceberg.Schema schema) {
        return message(ArrowFields.of(name, schema));
    }

    /** What is told of a table whose columns cannot be read. */
    static byte[] ofUnreadable() {
        return message(new Schema(List.of()));
    }

    private static byte[] message(Schema schema) {
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
