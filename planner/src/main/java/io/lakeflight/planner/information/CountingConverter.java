package io.lakeflight.planner.information;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Calcite's converter with a limit: it writes a query out wherever its name is used, and names may use names. */
final class CountingConverter extends SqlToRelConverter {
    private static final int MOST = 5_000;

    private int queries;

    CountingConverter(SqlValidator validator, Prepare.CatalogReader reader, RelOptCluster cluster) {
        super(
                (RelDataType rowType, String text, List<String> path, @Nullable List<String> view) -> {
                    throw new AssertionError("There are no views");
                },
                validator,
                reader,
                cluster,
                StandardConvertletTable.INSTANCE,
                SqlToRelConverter.config().withTrimUnusedFields(true).withExpand(false));
    }

    @Override
    protected RelRoot convertQueryRecursive(SqlNode query, boolean top, @Nullable RelDataType target) {
        queries++;
        if (queries > MOST) {
            throw new InformationException(
                    InformationException.Reason.TOO_LARGE,
                    "The query of information_schema consists of more than %s others, counting each wherever its name is used"
                            .formatted(MOST));
        }
        return super.convertQueryRecursive(query, top, target);
    }
}
