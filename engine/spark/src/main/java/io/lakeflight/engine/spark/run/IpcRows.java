package io.lakeflight.engine.spark.run;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.jdk.javaapi.CollectionConverters;

/** The few rows of a command as one Arrow IPC stream. */
final class IpcRows {
    private static final int MOST_BYTES = 4 << 20;

    private IpcRows() {}

    static ByteString of(AnalyzedStatement statement, List<InternalRow> rows) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        WriteChannel channel = new WriteChannel(Channels.newChannel(stream));
        MessageSerializer.serialize(channel, statement.schema());
        try (ArrowBatches batches = new ArrowBatches(statement.columns(), statement.timeZone())) {
            batches.writeAll(CollectionConverters.asScala(rows.iterator()), batch -> {
                if (stream.size() + batch.length > MOST_BYTES) {
                    throw EngineException.user(
                            "RESULT_TOO_LARGE", "54000", "The command has run, but it returns more than 4 MiB of rows");
                }
                stream.writeBytes(batch);
            });
        }
        ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
        return ByteString.copyFrom(stream.toByteArray());
    }
}
