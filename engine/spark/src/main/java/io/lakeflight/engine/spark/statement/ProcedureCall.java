package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import io.lakeflight.engine.spark.session.EngineSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.Spark3Util.CatalogAndIdentifier;
import org.apache.spark.sql.catalyst.analysis.ResolvedProcedure;
import org.apache.spark.sql.catalyst.analysis.UnresolvedProcedure;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Call;
import org.apache.spark.sql.catalyst.plans.logical.ExecutableDuringAnalysis;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.procedures.BoundProcedure;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;

/**
 * A CALL whose arguments are values, in the order of the procedure's parameters.
 *
 * <p>Spark invokes a procedure while it analyses the CALL. So a statement is analysed as one that is only to be
 * explained, and what is checked and then run is this call: its arguments are not computed a second time.
 */
record ProcedureCall(Call plan) {
    /** A statement that Spark can analyse without running it. */
    static LogicalPlan notRun(LogicalPlan parsed) {
        return parsed instanceof ExecutableDuringAnalysis executable ? executable.stageForExplain() : parsed;
    }

    /** Spark would look for a procedure of a catalog that there is not in the session's own, and tell of that one. */
    static void requireCatalog(SparkSession spark, LogicalPlan parsed) {
        if (parsed instanceof Call call && call.procedure() instanceof UnresolvedProcedure procedure) {
            List<String> parts = ScalaLists.toJava(procedure.nameParts());
            String catalog = parts.get(0);
            if (parts.size() > 2 && !spark.sessionState().catalogManager().isCatalogRegistered(catalog)) {
                throw EngineException.user(
                        "CATALOG_NOT_FOUND",
                        "3D000",
                        "There is no catalog \"%s\", whose procedure %s is called (expected: one of those that SHOW CATALOGS lists)"
                                .formatted(catalog, String.join(".", parts.subList(1, parts.size()))));
            }
        }
    }

    static ProcedureCall of(EngineSession session, Call analyzed) {
        LogicalPlan optimized = session.spark().sessionState().optimizer().execute(analyzed);
        if (!(optimized instanceof Call call)) {
            throw new IllegalStateException("A CALL became " + optimized.getClass());
        }
        List<Expression> values = new ArrayList<>();
        ScalaLists.toJava(call.args()).forEach(argument -> values.add(value(argument)));
        return new ProcedureCall(call.copy(call.procedure(), ScalaLists.from(values), false));
    }

    private static Literal value(Expression argument) {
        if (!argument.foldable()) {
            throw EngineException.user(
                    "INVALID_ARGUMENT", "42000", "The procedure's argument " + argument.sql() + " is not a constant");
        }
        return argument instanceof Literal literal ? literal : Literal.create(argument.eval(null), argument.dataType());
    }

    /** What Spark runs when it analyses it. */
    Call toRun() {
        return plan.copy(plan.procedure(), plan.args(), true);
    }

    String name() {
        return resolved().procedure().name();
    }

    private ResolvedProcedure resolved() {
        return (ResolvedProcedure) plan.procedure();
    }

    /** The value of a text argument; empty if it was not given. */
    Optional<String> text(String parameter) {
        ProcedureParameter[] parameters = ((BoundProcedure) resolved().procedure()).parameters();
        for (int index = 0; index < parameters.length; index++) {
            if (parameters[index].name().equals(parameter)) {
                Literal argument = (Literal) plan.args().apply(index);
                return Optional.ofNullable(argument.value()).map(Object::toString);
            }
        }
        return Optional.empty();
    }

    /** The table the procedure is to work on; empty while that is not known. */
    Optional<CatalogAndIdentifier> table(SparkSession spark) {
        return text("table")
                .filter(name -> !name.isBlank())
                .map(name -> Spark3Util.catalogAndIdentifier(
                        "table", spark, name, resolved().catalog()));
    }
}
