package io.lakeflight.server.results;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** SchemaMessages as they travel: encapsulated Arrow IPC messages. */
public final class SchemaMessages {
    /** Of a statement that returns no rows. */
    public static final Schema EMPTY = new Schema(List.of());

    /** The schema in an encapsulated message; {@link #EMPTY} if there is no message. */
    public static Schema fromMessage(ByteString message) {
        if (message.isEmpty()) {
            return EMPTY;
        }
        try {
            return MessageSerializer.deserializeSchema(new ReadChannel(Channels.newChannel(message.newInput())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An encapsulated message of the schema. */
    public static ByteString toMessage(Schema schema) {
        ByteString.Output message = ByteString.newOutput();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(message)), schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return message.toByteString();
    }

    private SchemaMessages() {}
}
