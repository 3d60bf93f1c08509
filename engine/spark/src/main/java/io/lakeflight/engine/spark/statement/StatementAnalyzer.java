package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.spark.session.EngineSession;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.plans.logical.ExecutableDuringAnalysis;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** From SQL text and bound parameters to plans Spark can run. */
public final class StatementAnalyzer {
    private StatementAnalyzer() {}

    /** Tells what the statement is, without running any of it; parameters may be bound or not. */
    public static Analysis describe(EngineSession session, Statement statement) throws AnalysisException {
        ParsedStatement parsed = ParsedStatement.of(session, statement.getSql(), statement.getParameterOrderList());
        ParameterTypes types = ParameterTypes.of(session, parsed);
        boolean bound = !statement.getParameters().isEmpty();
        LogicalPlan plan = bound ? bind(parsed, types, statement).get(0) : parsed.withParameters(types::unbound);
        AnalyzedStatement analyzed = AnalyzedStatement.of(session, plan);
        PlanTables tables = PlanTables.of(analyzed.plan(), analyzed.kind());
        PlanConflicts conflicts = PlanConflicts.of(analyzed.plan(), analyzed.kind());
        return Analysis.newBuilder()
                .setKind(analyzed.kind())
                .setSchema(ArrowSchemas.serialize(analyzed.schema()))
                .setParameterSchema(ArrowSchemas.serialize(types.schema()))
                .addAllReads(tables.reads())
                .addAllWrites(tables.writes())
                .setCreatesTable(tables.createsTable())
                .setReadsHistory(conflicts.readsHistory())
                .setRewritesRows(conflicts.rewritesRows())
                .setProcedure(analyzed.procedure())
                .build();
    }

    /** The statements to run, one after the other: several only for a query with several parameter sets. */
    public static List<AnalyzedStatement> analyze(EngineSession session, Statement statement) throws AnalysisException {
        ParsedStatement parsed = ParsedStatement.of(session, statement.getSql(), statement.getParameterOrderList());
        ParameterTypes types = ParameterTypes.of(session, parsed);
        List<AnalyzedStatement> analyzed = new ArrayList<>();
        for (LogicalPlan plan : bind(parsed, types, statement)) {
            analyzed.add(AnalyzedStatement.of(session, plan));
        }
        return analyzed;
    }

    private static List<LogicalPlan> bind(ParsedStatement parsed, ParameterTypes types, Statement statement) {
        ParameterRows rows = ParameterRows.read(statement.getParameters());
        ParameterSets sets = ParameterSets.of(rows, types);
        if (sets.count() <= 1) {
            return List.of(parsed.withParameters(sets.literals(0)));
        }
        return MultiRowBinding.bind(parsed, sets);
    }

    /** Whether a parsed statement only asks for rows, so that it can be planned and nothing happens. */
    public static boolean isQuery(LogicalPlan parsed) {
        LogicalPlan statement = StatementKinds.statement(parsed);
        return !StatementKinds.hasEffect(statement) && !(statement instanceof ExecutableDuringAnalysis);
    }

    /** Whether the statement's rows are asked for by a stream rather than by an action. */
    public static boolean isQuery(AnalyzedStatement statement) {
        return statement.kind() == StatementKind.QUERY;
    }
}
