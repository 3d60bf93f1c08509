package io.lakeflight.planner.validation;

import io.lakeflight.planner.statement.words.SparkFunctions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** The functions of Spark: as Calcite knows them, or else of any arguments, and of any type. */
final class SparkOperators implements SqlOperatorTable {
    /** What makes one value of many rows. */
    private static final Set<String> AGGREGATES = Set.of(
            "any",
            "any_value",
            "approx_count_distinct",
            "approx_percentile",
            "array_agg",
            "bit_and",
            "bit_or",
            "bit_xor",
            "bool_and",
            "bool_or",
            "collect_list",
            "collect_set",
            "corr",
            "count_if",
            "count_min_sketch",
            "every",
            "first",
            "first_value",
            "histogram_numeric",
            "kurtosis",
            "last",
            "last_value",
            "listagg",
            "max_by",
            "mean",
            "median",
            "min_by",
            "mode",
            "percentile",
            "percentile_approx",
            "regr_count",
            "skewness",
            "some",
            "std",
            "string_agg",
            "try_avg",
            "try_sum");

    private final SqlOperatorTable calcites =
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(SqlLibrary.STANDARD, SqlLibrary.SPARK);

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> operators,
            SqlNameMatcher matcher) {
        calcites.lookupOperatorOverloads(name, category, syntax, operators, matcher);
        if (!name.isSimple()
                || syntax != SqlSyntax.FUNCTION
                || operators.stream().anyMatch(SqlOperator::isAggregator)) {
            return;
        }
        String word = name.getSimple().toLowerCase(Locale.ROOT);
        if (AGGREGATES.contains(word)) {
            operators.add(new Aggregate(word.toUpperCase(Locale.ROOT)));
        } else if (SparkFunctions.isKnown(word)) {
            // Calcite's own of that name may know less than Spark, and of arrays and maps nothing that it is told here.
            operators.clear();
            operators.add(new SqlFunction(
                    word.toUpperCase(Locale.ROOT),
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.explicit(SqlTypeName.ANY),
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION));
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return calcites.getOperatorList();
    }

    private static final class Aggregate extends SqlAggFunction {
        Aggregate(String name) {
            super(
                    name,
                    null,
                    SqlKind.OTHER_FUNCTION,
                    ReturnTypes.explicit(SqlTypeName.ANY),
                    null,
                    OperandTypes.VARIADIC,
                    SqlFunctionCategory.USER_DEFINED_FUNCTION,
                    false,
                    false,
                    Optionality.OPTIONAL);
        }
    }
}
