package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.LoadedViews.LoadedView;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.plans.logical.Call;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.write.RowLevelOperationTable;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.DoNotCleanup$;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.StructType;

/**
 * A statement the analyser accepted, not yet run.
 *
 * @param parsed the plan before analysis, parameters bound
 * @param plan the analysed plan, its columns in standard Arrow types
 * @param columns of the rows; none for statements that return no rows
 * @param views that its names stood for, and the names in them
 */
public record AnalyzedStatement(
        StatementKind kind,
        LogicalPlan parsed,
        LogicalPlan plan,
        StructType columns,
        String timeZone,
        List<LoadedView> views) {
    public AnalyzedStatement {
        views = List.copyOf(views);
    }

    static AnalyzedStatement of(EngineSession session, LogicalPlan parsed) throws AnalysisException {
        String timeZone = session.spark().sessionState().conf().sessionLocalTimeZone();
        ProcedureCall.requireCatalog(session.spark(), parsed);
        LogicalPlan analyzed;
        List<LoadedView> views;
        try (LoadedViews loaded = LoadedViews.begin()) {
            analyzed = analyze(session, parsed);
            views = loaded.all();
        }
        HostAccess.refuse(analyzed);
        if (analyzed instanceof Call call) {
            return of(session, parsed, ProcedureCall.of(session, call), timeZone);
        }
        StatementKind kind = StatementKinds.of(parsed, analyzed);
        if (kind == StatementKind.QUERY && OutputColumns.needStrings(analyzed)) {
            analyzed = analyze(session, OutputColumns.asStrings(analyzed, timeZone));
        }
        boolean silent = kind == StatementKind.DML || kind == StatementKind.DDL;
        StructType columns = silent ? new StructType() : analyzed.schema();
        return new AnalyzedStatement(kind, parsed, analyzed, columns, timeZone, views);
    }

    private static AnalyzedStatement of(EngineSession session, LogicalPlan parsed, ProcedureCall call, String timeZone)
            throws AnalysisException {
        StructType columns = ProcedureColumns.of(call.name());
        ProcedureAccess.refuse(session, call);
        return new AnalyzedStatement(StatementKinds.of(call), parsed, call.plan(), columns, timeZone, List.of());
    }

    /** Runs the analyser and nothing else, not even the commands Spark likes to run early. */
    static LogicalPlan analyze(EngineSession session, LogicalPlan plan) {
        return new QueryExecution(
                        session.spark(),
                        plan,
                        new QueryPlanningTracker(QueryPlanningTracker.$lessinit$greater$default$1()),
                        CommandExecutionMode.SKIP(),
                        DoNotCleanup$.MODULE$,
                        false)
                .analyzed();
    }

    /** Name of Spark's class for the command as written, such as "UpdateTable"; the analyser rewrites some of them. */
    public String commandName() {
        return StatementKinds.statement(parsed).getClass().getSimpleName();
    }

    /** Whether every table written is an Iceberg table, whose snapshots tell what was written. */
    public boolean writesIceberg() {
        boolean[] other = {false};
        PlanNodes.forEach(
                plan,
                node -> other[0] |= node instanceof V2WriteCommand write
                        && write.table() instanceof DataSourceV2Relation relation
                        && !isIceberg(relation.table()));
        return !other[0];
    }

    /** DELETE, UPDATE and MERGE write to a table that stands for the rows they touch. */
    private static boolean isIceberg(Table table) {
        return table instanceof RowLevelOperationTable rows ? isIceberg(rows.table()) : table instanceof SparkTable;
    }

    /** The plan that does what the statement says when Spark executes it: a CALL's is run by its analysis. */
    public LogicalPlan toRun() {
        return plan instanceof Call call ? new ProcedureCall(call).toRun() : plan;
    }

    /** The name of the procedure that a CALL calls; empty of any other statement. */
    String procedure() {
        return plan instanceof Call call ? new ProcedureCall(call).name() : "";
    }

    /** The names of all catalogs whose tables it reads or writes. */
    public Set<String> catalogs() {
        return tables().stream().map(TableName::getCatalog).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All tables it reads or writes. */
    public List<TableName> tables() {
        PlanTables tables = PlanTables.of(plan, kind);
        return Stream.concat(tables.reads().stream(), tables.writes().stream())
                .distinct()
                .toList();
    }

    /** The tables it writes. */
    public List<TableName> written() {
        return PlanTables.of(plan, kind).writes();
    }

    public ResultColumns result() {
        return new ResultColumns(columns, timeZone);
    }

    public Schema schema() {
        return result().schema();
    }
}
