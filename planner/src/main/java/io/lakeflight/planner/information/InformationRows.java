package io.lakeflight.planner.information;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.FilterableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** One table as Calcite reads it: its rows are asked for when a query runs. */
final class InformationRows extends AbstractTable implements FilterableTable {
    private static final int SCHEMA_COLUMN = 1;
    private static final int NAME_COLUMN = 2;

    private final InformationTable table;
    private final String catalog;

    InformationRows(InformationTable table, String catalog) {
        this.table = table;
        this.catalog = catalog;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
        RelDataTypeFactory.Builder row = types.builder();
        for (InformationTable.Column column : table.columns()) {
            row.add(column.name(), column.isNumber() ? SqlTypeName.INTEGER : SqlTypeName.VARCHAR)
                    .nullable(column.isNullable());
        }
        return row.build();
    }

    @Override
    public Enumerable<@Nullable Object[]> scan(DataContext context, List<RexNode> conditions) {
        InformationSource source = requireNonNull((InformationSource) context.get(RunContext.SOURCE));
        Vigil vigil = requireNonNull((Vigil) context.get(JoinWatch.VIGIL));
        Pushdown pushdown = new Pushdown(conditions);
        if (!pushdown.names(0).test(catalog)) {
            return Linq4j.emptyEnumerable();
        }
        InformationRequest request = new InformationRequest(
                table,
                catalog,
                pushdown.names(SCHEMA_COLUMN),
                table == InformationTable.SCHEMATA ? NameFilter.ALL : pushdown.names(NAME_COLUMN));
        return Linq4j.asEnumerable(source.rows(request)).select(row -> {
            vigil.requireWanted();
            return row;
        });
    }
}
