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
        boolean isNamed = table != InformationTable.SCHEMATA;
        NameFilter schemas = pushdown.names(SCHEMA_COLUMN);
        NameFilter names = isNamed ? pushdown.names(NAME_COLUMN) : NameFilter.ALL;
        // For what is left Calcite makes a class in each run.
        conditions.removeIf(condition -> Pushdown.isOfNames(condition, isNamed ? NAME_COLUMN + 1 : SCHEMA_COLUMN + 1));
        InformationRequest request = new InformationRequest(table, catalog, schemas, names);
        return Linq4j.asEnumerable(source.rows(request)).where(row -> {
            vigil.requireWanted();
            return schemas.test(name(row, SCHEMA_COLUMN)) && (!isNamed || names.test(name(row, NAME_COLUMN)));
        });
    }

    private static String name(@Nullable Object[] row, int column) {
        return (String) requireNonNull(row[column]);
    }
}
