package io.lakeflight.catalog.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * What happens to a table, step by step.
 *
 * @param snapshot picks one of its snapshots
 */
record TableHistory(int formatVersion, List<Step> steps, int snapshot) {
    /** Numbers to choose by, of each row. */
    static final int PICKS = 18;

    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "i", Types.IntegerType.get()),
            Types.NestedField.optional(3, "f", Types.FloatType.get()),
            Types.NestedField.optional(4, "d", Types.DoubleType.get()),
            Types.NestedField.optional(5, "s", Types.StringType.get()),
            Types.NestedField.optional(6, "b", Types.BooleanType.get()),
            Types.NestedField.optional(7, "day", Types.DateType.get()),
            Types.NestedField.optional(8, "at", Types.TimestampType.withoutZone()),
            Types.NestedField.optional(9, "price", Types.DecimalType.of(9, 2)),
            Types.NestedField.optional(
                    10,
                    "st",
                    Types.StructType.of(
                            Types.NestedField.optional(11, "x", Types.IntegerType.get()),
                            Types.NestedField.optional(12, "y", Types.DoubleType.get()),
                            Types.NestedField.required(13, "z", Types.StringType.get()))),
            Types.NestedField.optional(14, "u", Types.UUIDType.get()),
            Types.NestedField.optional(15, "bin", Types.BinaryType.get()));

    private static final List<Term> PARTITIONINGS = List.of(
            Expressions.ref("i"),
            Expressions.ref("f"),
            Expressions.ref("s"),
            Expressions.truncate("s", 2),
            Expressions.bucket("id", 2),
            Expressions.day("at"),
            Expressions.month("day"),
            Expressions.truncate("price", 5),
            Expressions.bucket("u", 3),
            Expressions.ref("st.x"),
            Expressions.ref("u"));

    private static final List<String> METRICS = List.of("none", "counts", "truncate(2)", "truncate(16)", "full");

    /** What may happen. */
    enum Kind {
        APPEND,
        DELETE_POSITIONS,
        DELETE_VALUES,
        WIDEN,
        ADD_COLUMN,
        DROP_AND_ADD,
        RENAME,
        PARTITION,
        METRICS
    }

    /** @param picks numbers to choose by; of an append, those of each row */
    record Step(Kind kind, List<List<Integer>> picks) {
        int pick(int index, int choices) {
            return picks.get(0).get(index) % choices;
        }
    }

    TestingTable play() {
        TestingTable table =
                TestingTable.create(SCHEMA, PartitionSpec.unpartitioned(), TestingTable.format(formatVersion));
        List<DataFile> files = new ArrayList<>();
        for (Step step : steps) {
            play(step, table, files);
        }
        return table;
    }

    /** One of the snapshots; none if there is none. */
    Snapshot pickSnapshot(Table table) {
        List<Snapshot> snapshots = new ArrayList<>();
        table.snapshots().forEach(snapshots::add);
        return snapshots.isEmpty() ? null : snapshots.get(snapshot % snapshots.size());
    }

    private void play(Step step, TestingTable table, List<DataFile> files) {
        Table iceberg = table.table();
        switch (step.kind()) {
            case APPEND ->
                files.addAll(table.append(step.picks().stream()
                        .map(picks -> row(iceberg.schema(), picks))
                        .toList()));
            case DELETE_POSITIONS -> deletePositions(step, table, files);
            case DELETE_VALUES -> deleteValues(step, table, files);
            case WIDEN -> widen(iceberg);
            case ADD_COLUMN -> addColumn(iceberg);
            case DROP_AND_ADD -> dropAndAdd(iceberg);
            case RENAME -> rename(iceberg);
            case PARTITION -> partition(step, iceberg);
            case METRICS ->
                iceberg.updateProperties()
                        .set("write.metadata.metrics.default", METRICS.get(step.pick(0, METRICS.size())))
                        .commit();
        }
    }

    private static Record row(Schema schema, List<Integer> picks) {
        Record row = GenericRecord.create(schema);
        for (int i = 0; i < schema.columns().size(); i++) {
            row.set(i, value(schema.columns().get(i), picks, i));
        }
        return row;
    }

    private static Object value(Types.NestedField field, List<Integer> picks, int index) {
        int pick = picks.get(index % picks.size());
        if (field.isOptional() && pick % 4 == 0) {
            return null;
        }
        if (field.type().isStructType()) {
            Record struct = GenericRecord.create(field.type().asStructType());
            for (int i = 0; i < struct.size(); i++) {
                struct.set(i, value(struct.struct().fields().get(i), picks, index + 1 + i));
            }
            return struct;
        }
        List<?> values = SampleValues.of(field.type());
        return values.get(pick / 4 % values.size());
    }

    private void deletePositions(Step step, TestingTable table, List<DataFile> files) {
        if (files.isEmpty()) {
            return;
        }
        DataFile file = files.get(step.pick(0, files.size()));
        long position = step.pick(1, (int) file.recordCount());
        if (formatVersion == 2) {
            table.deletePositions(file, position);
        } else {
            table.deleteByVector(file, position);
        }
    }

    private static void deleteValues(Step step, TestingTable table, List<DataFile> files) {
        PartitionSpec spec = table.table().spec();
        List<DataFile> own =
                files.stream().filter(file -> file.specId() == spec.specId()).toList();
        if (own.isEmpty()) {
            return;
        }
        List<Types.NestedField> columns = table.table().schema().columns().stream()
                .filter(field -> field.type().isPrimitiveType() && field.type().typeId() != Type.TypeID.BINARY)
                // The reader of these tests cannot apply what was deleted by a column that is dropped later.
                .filter(field -> !field.name().equals("b"))
                .toList();
        Types.NestedField column = columns.get(step.pick(0, columns.size()));
        table.deleteEqual(
                own.get(step.pick(1, own.size())).partition(),
                column.name(),
                value(column, step.picks().get(0), 2));
    }

    private static void widen(Table table) {
        table.updateSchema()
                .updateColumn(table.schema().findColumnName(2), Types.LongType.get())
                .updateColumn(table.schema().findColumnName(3), Types.DoubleType.get())
                .updateColumn(table.schema().findColumnName(9), Types.DecimalType.of(18, 2))
                .commit();
    }

    private void addColumn(Table table) {
        String name = "c" + table.schema().highestFieldId();
        if (formatVersion == 3) {
            table.updateSchema()
                    .addColumn(name, Types.IntegerType.get(), "", Literal.of(7))
                    .commit();
        } else {
            table.updateSchema().addColumn(name, Types.DoubleType.get()).commit();
        }
    }

    private static void dropAndAdd(Table table) {
        if (table.schema().findField("b") != null) {
            table.updateSchema().deleteColumn("b").commit();
            table.updateSchema().addColumn("b", Types.IntegerType.get()).commit();
        }
    }

    /** Two columns exchange their names. */
    private static void rename(Table table) {
        String one = table.schema().findColumnName(2);
        String other = table.schema().findColumnName(4);
        table.updateSchema().renameColumn(one, "between").commit();
        table.updateSchema().renameColumn(other, one).commit();
        table.updateSchema().renameColumn("between", other).commit();
    }

    private static void partition(Step step, Table table) {
        UpdatePartitionSpec update = table.updateSpec();
        table.spec().fields().stream()
                .filter(field -> !field.transform().isVoid())
                .forEach(field -> update.removeField(field.name()));
        Term term = PARTITIONINGS.get(step.pick(0, PARTITIONINGS.size()));
        if (step.pick(1, 4) > 0) {
            update.addField("p" + table.spec().specId() + "_" + step.pick(2, 1000), Objects.requireNonNull(term));
        }
        update.commit();
    }
}
