package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import io.lakeflight.benchmarks.subject.Variant;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What JDBC has tools browse with, by Arrow's driver. */
record JdbcBrowser(Jdbc original) implements Variant {
    @Override
    public String description() {
        return original.description() + ": getTables and getColumns";
    }

    @Override
    public void use(String schema) {
        // Requests name their schema.
    }

    @Override
    public Timing run(String text) {
        Browsing what = Browsing.valueOf(text);
        long begun = System.nanoTime();
        try (ResultSet result = ask(what)) {
            long count = 0;
            while (result.next()) {
                result.getString("TABLE_NAME");
                count++;
            }
            return new Timing(System.nanoTime() - begun, count);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private ResultSet ask(Browsing what) throws SQLException {
        DatabaseMetaData metadata = original.connection().getMetaData();
        return switch (what) {
            case TABLES_OF_A_SCHEMA -> metadata.getTables("lake", MetadataTables.schema(1), "%", null);
            case COLUMNS_OF_A_TABLE -> metadata.getColumns("lake", MetadataTables.schema(1), "table0", "%");
            case ALL_COLUMNS -> metadata.getColumns("lake", "metadata%", "%", "%");
        };
    }

    @Override
    public Optional<Answer> answer(String text) {
        Browsing what = Browsing.valueOf(text);
        Map<List<String>, List<String>> columns = new LinkedHashMap<>();
        try (ResultSet result = ask(what)) {
            while (result.next()) {
                List<String> ofTable = columns.computeIfAbsent(
                        List.of(result.getString("TABLE_SCHEM"), result.getString("TABLE_NAME")),
                        table -> new ArrayList<>());
                if (what != Browsing.TABLES_OF_A_SCHEMA) {
                    ofTable.add(result.getString("COLUMN_NAME"));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return Optional.of(Browsing.answer(columns.entrySet().stream()
                .map(one -> Browsing.found(one.getKey().get(0), one.getKey().get(1), one.getValue()))
                .toList()));
    }
}
