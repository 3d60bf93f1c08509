package io.lakeflight.planner.statement.tables;

import io.lakeflight.planner.syntax.SparkSyntax;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Finds the columns that a change of rows gives values to. Rows that are deleted, or pushed to another place, lose none. */
public final class WrittenColumns extends SqlBasicVisitor<@Nullable Void> {
    private final Set<String> names = new LinkedHashSet<>();
    private boolean areAll;

    private WrittenColumns() {}

    /** Names in small letters, of structs and of fields in them too; empty if it may be every column. */
    public static Optional<Set<String>> of(SqlNode statement) {
        WrittenColumns columns = new WrittenColumns();
        statement.accept(columns);
        columns.names.remove(SparkSyntax.NO_COLUMN);
        return columns.areAll ? Optional.empty() : Optional.of(columns.names);
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        if (call instanceof SqlInsert insert) {
            add(insert.getTargetColumnList());
        }
        if (call instanceof SqlUpdate update) {
            add(update.getTargetColumnList());
        }
        areAll |= call instanceof SqlCreateTable || call instanceof SqlCreateView;
        return super.visit(call);
    }

    private void add(@Nullable SqlNodeList columns) {
        if (columns == null || columns.isEmpty()) {
            areAll = true;
            return;
        }
        for (SqlNode column : columns) {
            if (column instanceof SqlIdentifier name) {
                name.names.forEach(part -> names.add(part.toLowerCase(Locale.ROOT)));
            } else {
                areAll = true;
            }
        }
    }
}
