package io.lakeflight.engine.spark.fastlane.translate;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import scala.math.BigInt;

/** Rows that are in the plan itself. */
final class LocalRows {
    private static final int MOST_VALUES = 20_000;

    /** Far from where adding a step could overflow. */
    private static final long LARGEST = Long.MAX_VALUE / 4;

    private LocalRows() {}

    static Relation of(LocalRelation local, Names names) throws Refusal {
        List<Attribute> attributes = ScalaLists.toJava(local.output());
        List<InternalRow> rows = ScalaLists.toJava(local.data());
        if ((long) rows.size() * Math.max(attributes.size(), 1) > MOST_VALUES || local.isStreaming()) {
            throw new Refusal("many local rows");
        }
        if (rows.isEmpty() || attributes.isEmpty()) {
            return withoutValues(attributes, rows.size());
        }
        List<String> tuples = new ArrayList<>();
        for (InternalRow row : rows) {
            tuples.add(tuple(row, attributes));
        }
        List<String> columns = attributes.stream().map(Relation::column).toList();
        if (columns.stream().distinct().count() < columns.size()) {
            throw new Refusal("a column twice");
        }
        return Relation.unordered(
                "SELECT * FROM (VALUES " + String.join(", ", tuples) + ") AS " + names.next("t") + "("
                        + String.join(", ", columns) + ")",
                attributes);
    }

    private static Relation withoutValues(List<Attribute> attributes, int rows) throws Refusal {
        List<String> items = new ArrayList<>();
        for (Attribute attribute : attributes) {
            items.add(Texts.nothing(attribute.dataType()) + " AS " + Relation.column(attribute));
        }
        if (items.isEmpty()) {
            items.add("1 AS none");
        }
        return Relation.unordered("SELECT " + String.join(", ", items) + " FROM range(" + rows + ")", attributes);
    }

    private static String tuple(InternalRow row, List<Attribute> attributes) throws Refusal {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            values.add(Literals.sql(
                    row.isNullAt(i) ? null : row.get(i, attributes.get(i).dataType()),
                    attributes.get(i).dataType()));
        }
        return values.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    static Relation of(Range range, Names names, long maxRows) throws Refusal {
        if (range.numElements().$greater(BigInt.apply(maxRows))) {
            throw new Refusal("more rows than fast-lane.max-result-rows");
        }
        if (Math.abs(range.start()) > LARGEST || Math.abs(range.end()) > LARGEST || Math.abs(range.step()) > LARGEST) {
            throw new Refusal("a range of large numbers");
        }
        List<Attribute> attributes = ScalaLists.toJava(range.output());
        String from = "range(" + range.start() + ", " + range.end() + ", " + range.step() + ") AS " + names.next("t")
                + "(id)";
        List<String> items = attributes.stream()
                .map(attribute -> "id AS " + Relation.column(attribute))
                .toList();
        return Relation.unordered(
                "SELECT " + (items.isEmpty() ? "1 AS none" : items.get(0)) + " FROM " + from, attributes);
    }
}
