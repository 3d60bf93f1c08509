package io.lakeflight.engine.spark.fastlane.known;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.constants.ConstantText;
import io.lakeflight.engine.spark.fastlane.files.SnapshotFiles;
import io.lakeflight.engine.spark.fastlane.files.TableFiles;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.shadow.ComparedColumns;
import io.lakeflight.engine.spark.fastlane.shadow.Rerun;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.ResultColumns;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The statements that the lane has answered, by all that their plans depend on. Up to a number of bytes, as far as that can
 * be told; those used least give way. What they tell of others with other constants is kept among them.
 */
public final class KnownStatements {
    /** What tables may take of the memory for statements, beside it. */
    private static final int PART_OF_TABLES = 4;

    private final Cache<StatementKey, Known> statements;
    private final SnapshotFiles snapshots;
    private final LoadedTables tables;
    private final Object learning = new Object();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();

    /** @param maxBytes of the statements, and of the files of their tables' snapshots; 0: nothing is kept */
    public KnownStatements(long maxBytes) {
        this.snapshots = new SnapshotFiles(maxBytes);
        this.tables = new LoadedTables(maxBytes / PART_OF_TABLES);
        this.statements = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((StatementKey key, Known known) -> known.bytes())
                .executor(Runnable::run)
                .build();
    }

    /** Of tables, whether of a known statement or of one that is about to be. */
    public SnapshotFiles snapshots() {
        return snapshots;
    }

    /** A known statement, over tables as they are at this moment. */
    public static final class Found {
        private final KnownStatement statement;
        private final Map<TableReference, SparkTable> tables;
        private final SnapshotFiles snapshots;

        private Found(KnownStatement statement, Map<TableReference, SparkTable> tables, SnapshotFiles snapshots) {
            this.statement = statement;
            this.tables = tables;
            this.snapshots = snapshots;
        }

        public PlanShape shape() {
            return statement.shape();
        }

        public ResultColumns columns() {
            return statement.columns();
        }

        public String duckZone() {
            return statement.duckZone();
        }

        /**
         * The statement as Spark would execute it over the same snapshots; empty if nothing of its rows could be compared.
         *
         * @param key by which it was found
         */
        public Optional<Rerun> rerun(StatementKey key, EngineSession session, Statement request) {
            KnownRerun again =
                    new KnownRerun(key, session, request, statement.sources().views(), KnownRerun.snapshots(tables));
            return statement
                    .compared()
                    .map(columns -> new Rerun(request.getQueryId(), session, statement.shape(), columns, again));
        }

        /**
         * What DuckDB is to execute.
         *
         * @param files empty, to be filled with those of the current snapshots
         * @throws Refusal if the tables hold by now what the lane leaves to Spark
         */
        public String sql(TableFiles files) throws Refusal {
            return statement.sql(tables, files, snapshots);
        }
    }

    /**
     * Looks a statement up, or what is known of others with other constants, and finds out what its tables are by now.
     *
     * @param asked its text
     */
    public Optional<Found> find(StatementKey key, EngineSession session, Asked asked) {
        Optional<Found> found = statements.getIfPresent(key) instanceof KnownStatement statement
                ? found(key, statement, session, asked)
                : findAlike(key, session, asked);
        (found.isPresent() ? hits : misses).incrementAndGet();
        return found;
    }

    private Optional<Found> found(StatementKey key, KnownStatement statement, EngineSession session, Asked asked) {
        Optional<Found> found = statement
                .sources()
                .current(session.spark(), tables, ToldTables.of(asked.statement()))
                .map(current -> new Found(statement, current, snapshots));
        if (found.isEmpty()) {
            statements.invalidate(key);
        }
        return found;
    }

    private Optional<Found> findAlike(StatementKey exact, EngineSession session, Asked asked) {
        Optional<ConstantText> text = asked.constants();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        StatementKey key = exact.alike(asked.statement(), text.get());
        if (!(statements.getIfPresent(key) instanceof Templates templates)) {
            return Optional.empty();
        }
        try {
            Optional<KnownStatement> statement = templates.find(text.get());
            return statement.isEmpty() ? Optional.empty() : found(key, statement.get(), session, asked);
        } catch (Refusal e) {
            // A constant that the lane has no words for: as it does with the whole plan, Spark answers.
            return Optional.empty();
        }
    }

    /**
     * A statement that was answered.
     *
     * @param optimised its plan, as Spark would have run it
     * @param recording of the plan's translation
     * @param duckZone the session's time zone as DuckDB names it
     */
    public record Answered(
            Asked asked,
            AnalyzedStatement statement,
            LogicalPlan optimised,
            Recording recording,
            PlanShape shape,
            String duckZone) {}

    /** Keeps what was answered, unless it might have to be planned otherwise another time. */
    public void keep(StatementKey key, EngineSession session, Answered answered) throws Refusal {
        AnalyzedStatement statement = answered.statement();
        Recording recording = answered.recording();
        LastingPlan plan = new LastingPlan();
        boolean lasts = recording.isComplete()
                && PlanVisitor.areAllRight(statement.plan(), plan)
                && plan.isWholeIn(answered.optimised());
        Optional<Sources> sources = ViewState.of(statement.views()).map(views -> new Sources(plan.tables(), views));
        if (lasts && sources.isPresent() && sources.get().areAll(session.spark(), statement.parsed())) {
            KnownStatement known = new KnownStatement(
                    recording.template(),
                    recording.constants(),
                    recording.scans(),
                    sources.get(),
                    answered.shape(),
                    statement.result(),
                    ComparedColumns.of(answered.optimised()),
                    answered.duckZone());
            statements.put(key, known);
            learn(key, answered, known);
        }
    }

    /** What the statement tells of others with other constants. */
    private void learn(StatementKey exact, Answered answered, KnownStatement known) throws Refusal {
        Optional<ConstantText> text = answered.asked().constants();
        if (text.isEmpty()) {
            return;
        }
        StatementKey key = exact.alike(answered.asked().statement(), text.get());
        Optional<Template> own = answered.recording().free().map(free -> Template.of(known, free));
        // One after the other: what one has refuted must not be put back by another that has looked before.
        synchronized (learning) {
            Templates before = statements.getIfPresent(key) instanceof Templates templates ? templates : Templates.NONE;
            Templates after = before.learned(text.get(), known, own);
            if (after.isRefuted() || !after.templates().isEmpty()) {
                statements.put(key, after);
            }
        }
    }

    /**
     * Takes note of a statement whose plan the lane has refused, whatever its tables hold: none of the same shape is known by
     * other constants from now on, if this one would have been.
     *
     * @param key that it would have been kept by
     */
    public void refused(StatementKey key, Asked asked, AnalyzedStatement statement) {
        Optional<ConstantText> text = asked.constants();
        if (text.isEmpty()) {
            return;
        }
        StatementKey alike = key.alike(asked.statement(), text.get());
        LastingPlan plan = new LastingPlan();
        boolean isKnown = statements.getIfPresent(alike) instanceof Templates;
        if (!isKnown || !PlanVisitor.areAllRight(statement.plan(), plan)) {
            return;
        }
        Optional<Sources> sources = ViewState.of(statement.views()).map(views -> new Sources(plan.tables(), views));
        if (sources.isEmpty()) {
            return;
        }
        synchronized (learning) {
            if (statements.getIfPresent(alike) instanceof Templates before) {
                statements.put(alike, before.refused(text.get(), sources.get()));
            }
        }
    }

    /** How often a statement was known. */
    public long hits() {
        return hits.get();
    }

    /** How often one was not. */
    public long misses() {
        return misses.get();
    }
}
