package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Variant;
import io.lakeflight.testing.ResultStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A Flight SQL client that browses a server: GetTables, with schemas where columns are asked for. */
record FlightBrowser(Lakeflight original) implements Variant {
    @Override
    public String description() {
        return original.description() + " that asks for GetTables";
    }

    @Override
    public void use(String schema) {
        // Requests name their schema.
    }

    @Override
    public Timing run(String text) {
        Browsing what = Browsing.valueOf(text);
        long begun = System.nanoTime();
        long count = read(ask(what), what == Browsing.TABLES_OF_A_SCHEMA);
        return new Timing(System.nanoTime() - begun, count);
    }

    private FlightInfo ask(Browsing what) {
        return switch (what) {
            case TABLES_OF_A_SCHEMA -> tables(MetadataTables.schema(1), null, false);
            case COLUMNS_OF_A_TABLE -> tables(MetadataTables.schema(1), "table0", true);
            case ALL_COLUMNS -> tables("metadata%", null, true);
        };
    }

    private FlightInfo tables(String schema, @Nullable String table, boolean withColumns) {
        return original.sql().getTables("lake", schema, table, null, withColumns);
    }

    private long read(FlightInfo info, boolean isOfTables) {
        long count = 0;
        try (ResultStream stream = original.open(info)) {
            while (stream.next()) {
                int rows = stream.root().getRowCount();
                if (isOfTables) {
                    count += rows;
                    continue;
                }
                VarBinaryVector schemas = (VarBinaryVector) stream.root().getVector("table_schema");
                for (int row = 0; row < rows; row++) {
                    count += columns(schemas.get(row)).size();
                }
            }
        }
        return count;
    }

    private static List<Field> columns(byte[] schema) {
        try {
            return MessageSerializer.deserializeSchema(
                            new ReadChannel(Channels.newChannel(new ByteArrayInputStream(schema))))
                    .getFields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Answer> answer(String text) {
        Browsing what = Browsing.valueOf(text);
        List<List<String>> tables = new ArrayList<>();
        try (ResultStream stream = original.open(ask(what))) {
            while (stream.next()) {
                for (int row = 0; row < stream.root().getRowCount(); row++) {
                    tables.add(table(stream.root(), row, what == Browsing.TABLES_OF_A_SCHEMA));
                }
            }
        }
        return Optional.of(Browsing.answer(tables));
    }

    private static List<String> table(VectorSchemaRoot root, int row, boolean isAlone) {
        List<Field> columns =
                isAlone ? List.of() : columns(((VarBinaryVector) root.getVector("table_schema")).get(row));
        return Browsing.found(
                String.valueOf(root.getVector("db_schema_name").getObject(row)),
                String.valueOf(root.getVector("table_name").getObject(row)),
                columns.stream().map(Field::getName).toList());
    }
}
