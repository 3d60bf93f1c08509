package io.lakeflight.planner.information;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.jspecify.annotations.Nullable;

/** The functions of a query: the SQL standard's and a few of Spark's, none of which can make a long text of a short one. */
final class InformationOperators {
    /** In place of Calcite's own, whose regex may take hours for a few characters. */
    static final SqlFunction LIKE =
            function("$LIKE", LikePattern.class, "matches", ReturnTypes.BOOLEAN_NULLABLE, threeTexts());

    /** In place of Calcite's own, which may make a very long text of two short ones. */
    static final SqlFunction REPLACE =
            function("$REPLACE", Vigil.class, "replaced", ReturnTypes.VARCHAR_NULLABLE, threeTexts());

    /** Counts the rows of joins and unions. */
    static final SqlFunction JOINED = function("$JOINED", Vigil.class, "joined", ReturnTypes.BOOLEAN, null);

    /** Counts the texts that expressions make. */
    static final SqlFunction MADE = function("$MADE", Vigil.class, "made", ReturnTypes.ARG1, null);

    static final SqlOperatorTable ALL = all();

    private InformationOperators() {}

    private static SqlFunction function(
            String name,
            Class<?> owner,
            String method,
            SqlReturnTypeInference returns,
            @Nullable SqlOperandMetadata operands) {
        return new SqlUserDefinedFunction(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                returns,
                // For a parameter in the place of one.
                operands == null ? null : InferTypes.VARCHAR_1024,
                operands,
                ScalarFunctionImpl.create(owner, method));
    }

    private static SqlOperandMetadata threeTexts() {
        return OperandTypes.operandMetadata(
                List.of(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
                types -> Collections.nCopies(3, types.createSqlType(SqlTypeName.VARCHAR)),
                number -> "arg" + number,
                number -> false);
    }

    private static SqlOperatorTable all() {
        List<SqlOperator> more = new ArrayList<>(List.of(
                LIKE,
                REPLACE,
                SqlLibraryOperators.NVL,
                SqlLibraryOperators.IF,
                SqlLibraryOperators.IFNULL,
                SqlLibraryOperators.LEFT,
                SqlLibraryOperators.RIGHT,
                SqlLibraryOperators.STARTS_WITH,
                SqlLibraryOperators.STARTSWITH,
                SqlLibraryOperators.ENDS_WITH,
                SqlLibraryOperators.ENDSWITH,
                SqlLibraryOperators.LENGTH));
        return SqlOperatorTables.chain(SqlStdOperatorTable.instance(), SqlOperatorTables.of(more));
    }
}
