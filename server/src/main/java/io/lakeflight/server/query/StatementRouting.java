package io.lakeflight.server.query;

import io.lakeflight.catalog.CatalogType;
import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.front.FrontLane;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.SchemaMessages;
import io.lakeflight.server.routing.ExplainRoute;
import io.lakeflight.server.routing.PlaneView;
import io.lakeflight.server.routing.Router;
import io.lakeflight.server.routing.RoutingConfig;
import io.lakeflight.server.routing.RoutingDecision;
import io.lakeflight.server.routing.RoutingRequest;
import io.lakeflight.server.routing.RoutingRule;
import io.lakeflight.server.routing.StatementFacts;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.OwnSetting;
import io.lakeflight.server.session.Session;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Decides for each query which data plane it belongs to, and carries out the statements by which a session chooses. */
public final class StatementRouting {
    /** Of a statement that changes the session, and returns no rows. */
    static final Analysis CHANGES_SESSION = Analysis.newBuilder()
            .setKind(StatementKind.SESSION)
            .setSchema(SchemaMessages.toMessage(new Schema(List.of())))
            .build();

    private static final Schema SETTING = new Schema(List.of(text("key"), text("value")));

    private final Router router;
    private final Supplier<List<RoutingRule>> rules;
    private final FactSources sources;
    private final KnownAnalyses analyses;
    private final TableVersions versions;
    private final Set<String> withFastLane;
    private final Clock clock;
    private final RouteExplanation explanation;
    private final Set<String> sparkSettings;

    /** @param rules those in force */
    public StatementRouting(
            DataPlanes planes,
            Supplier<List<RoutingRule>> rules,
            Catalogs catalogs,
            RoutingConfig config,
            SnapshotSizes tables,
            Clock clock) {
        this.router = new Router(views(planes), planes.defaultPlane());
        this.rules = rules;
        this.clock = clock;
        this.explanation = new RouteExplanation(planes);
        this.sparkSettings = planes.all().stream()
                .flatMap(plane -> plane.config().sparkConf().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.sources =
                new FactSources(catalogs, new StatementSummaries(config.textCacheBytes()), tables, sparkSettings);
        this.analyses = new KnownAnalyses(config.planCacheBytes(), tables);
        this.versions = tables;
        this.withFastLane = planes.all().stream()
                .filter(plane -> plane.config().fastLane().enabled())
                .map(DataPlane::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The data planes there are, as rules see them. */
    public static List<PlaneView> views(DataPlanes planes) {
        return planes.all().stream()
                .map(plane -> new PlaneView(
                        plane.name(), plane.config().maxBytes(), plane.config().tags()))
                .toList();
    }

    /** How many texts the planner has read so far; one that comes again is among them once while it is kept. */
    public long textsRead() {
        return sources.summaries().reads();
    }

    /** Names of the Spark properties that some data plane has of its own. */
    public Set<String> sparkSettings() {
        return sparkSettings;
    }

    /**
     * The data plane for a statement of the session.
     *
     * @throws QueryException if a rule refuses it, or the session cannot have what it has chosen
     */
    public String plane(Session session, String sql) {
        return decide(session, facts(session, sql)).planeOrRefusal();
    }

    /**
     * To be asked before the server answers a statement itself. What is about routing and the server's own settings is never
     * refused: whoever is refused by a rule shall be able to find out.
     *
     * @throws QueryException if a rule refuses it
     */
    void admit(Session session, String sql) {
        List<RoutingRule> known = rules.get();
        if (!known.isEmpty() && !isOwn(sql)) {
            admission(session, facts(session, sql), known).refusal().ifPresent(refusal -> {
                throw refusal;
            });
        }
    }

    private RoutingDecision admission(Session session, StatementFacts facts, List<RoutingRule> known) {
        return router.admit(request(session, facts), known);
    }

    /**
     * What a statement would do and return, on the data plane that it was routed to.
     *
     * @param analyze asks an engine, which is spared if the same was asked before and nothing has changed
     */
    Analysis analysis(Query query, Supplier<Analysis> analyze) {
        Session session = query.session();
        // Names may stand for what only an engine knows.
        if (query.hasParameters() || !session.isRepeatable()) {
            return analyze.get();
        }
        TextFacts facts = facts(session, query.sparkSql());
        KnownAnalyses.Context context = new KnownAnalyses.Context(
                facts.summary().shape(),
                query.plane(),
                session.state(),
                sources.catalogs().versions());
        long asked = System.nanoTime();
        return analyses.of(context, facts, analyze, tables -> query.saw(new SeenTables(tables, asked)));
    }

    /**
     * Where the metadata is of tables in a query's text, as far as that is known at once: an engine that may know the query
     * need not ask for them again. What was seen when the statement was sent is good for a moment: its rows are those of some
     * time between its sending and their fetch.
     */
    Map<TouchedTable, String> currentTables(Query query) {
        if (!withFastLane.contains(query.plane()) || !query.session().isRepeatable()) {
            return Map.of();
        }
        Optional<Map<TouchedTable, String>> seen = query.seenTables()
                .filter(SeenTables::isOfNow)
                .map(tables -> tables.of(catalog -> sources.catalogs()
                        .find(catalog)
                        .filter(found -> found.definition().type() == CatalogType.INTERNAL)
                        .isPresent()));
        if (seen.isPresent()) {
            return seen.get();
        }
        TextFacts facts = facts(query.session(), query.sparkSql());
        Set<TouchedTable> read = facts.summary().scans().stream()
                .filter(TableRead::isCurrent)
                .flatMap(scan -> facts.table(scan.name()).stream())
                .collect(Collectors.toSet());
        return read.isEmpty() ? Map.of() : versions.toldAtOnce(read);
    }

    private TextFacts facts(Session session, String sql) {
        return new TextFacts(sql, session.state(), sources);
    }

    private RoutingDecision decide(Session session, StatementFacts facts) {
        return router.decide(request(session, facts), rules.get());
    }

    private RoutingRequest request(Session session, StatementFacts facts) {
        return new RoutingRequest(
                session.user(),
                session.client(),
                session.dataPlane(),
                session.engines().home(),
                facts,
                clock.instant());
    }

    /** What a statement is that changes a setting of the server's own; empty for any other. */
    Optional<Analysis> analysis(String sql) {
        return OwnSetting.parse(sql)
                .filter(setting -> !(setting instanceof OwnSetting.Question))
                .map(setting -> CHANGES_SESSION);
    }

    /** Carries out a statement that changes a setting of the server's own; empty, and nothing done, for any other. */
    Optional<Outcome> execute(Session session, String sql) {
        return OwnSetting.parse(sql).map(setting -> {
            Optional<String> value =
                    setting instanceof OwnSetting.Choice choice ? Optional.of(choice.value()) : Optional.empty();
            switch (setting.key()) {
                case OwnSetting.DATA_PLANE -> choose(session, value);
                case OwnSetting.DIALECT -> session.chooseDialect(value);
                case OwnSetting.FAST_LANE -> session.chooseFastLane(value);
                case OwnSetting.APPROXIMATE_DOUBLES -> session.chooseApproximateDoubles(value);
                default -> throw new AssertionError(setting.key());
            }
            return Outcome.getDefaultInstance();
        });
    }

    /**
     * Chooses the plane for the session's statements from here on; empty for none.
     *
     * @throws QueryException if there is none of that name, or what the session holds is on another one
     */
    public void choose(Session session, Optional<String> plane) {
        router.misfit(session.engines().home(), plane).ifPresent(misfit -> {
            throw misfit;
        });
        session.chooseDataPlane(plane);
    }

    /**
     * The answer to a statement that asks about routing; empty for any other.
     *
     * @param front answers statements that need no engine
     * @param engines tell of a plane's name and a text how its rows would be made
     */
    Optional<HeldRows> answer(
            Session session, String sql, FrontLane front, BiFunction<String, String, Optional<Execution>> engines) {
        Optional<String> asked = ExplainRoute.parse(sql).map(ExplainRoute::statement);
        if (asked.isPresent()) {
            TextFacts facts = facts(session, asked.get());
            if (facts.sql().isEmpty()) {
                throw new QueryException(ErrorCode.SYNTAX_ERROR, "EXPLAIN ROUTE is followed by no statement");
            }
            return Optional.of(explanation.of(
                    facts,
                    session,
                    engines,
                    statement -> lane(session, statement, front),
                    statement -> isOwn(statement.sql())
                            ? List.of()
                            : admission(session, statement, rules.get()).steps(),
                    statement -> decide(session, statement)));
        }
        return choice(session, sql);
    }

    /** Why the server answers a statement itself; empty if an engine does. */
    private Optional<String> lane(Session session, TextFacts facts, FrontLane front) {
        String sql = facts.sql();
        if (isOwn(sql)) {
            return Optional.of("the server answers what is about routing and its own settings");
        }
        try {
            return front.change(session, sql)
                    .map(change -> "the server changes the session, which no engine has open")
                    .or(() -> front.answer(session, sql).map(rows -> source(facts)));
        } catch (QueryException e) {
            return Optional.of("the server answers it: " + e.getMessage());
        }
    }

    private static boolean isOwn(String sql) {
        return OwnSetting.parse(sql).isPresent() || ExplainRoute.parse(sql).isPresent();
    }

    /** Where the server's own answer comes from. */
    private static String source(TextFacts facts) {
        if (!facts.serverTables().isEmpty()) {
            return "the server answers it from the catalogs and what it knows of itself";
        }
        boolean isQuery = facts.summary().kind() == StatementClass.QUERY;
        if (isQuery && facts.summary().opaque().isEmpty()) {
            return facts.summary().scans().isEmpty()
                    ? "its text tells the answer"
                    : "the schema and the metadata of its table tell the answer";
        }
        return "the server answers it from the catalogs";
    }

    private static Optional<HeldRows> choice(Session session, String sql) {
        return OwnSetting.parse(sql)
                .filter(OwnSetting.Question.class::isInstance)
                .map(question -> {
                    String value =
                            switch (question.key()) {
                                case OwnSetting.DATA_PLANE ->
                                    session.dataPlane().orElse("<undefined>");
                                case OwnSetting.DIALECT -> session.dialect().toString();
                                case OwnSetting.FAST_LANE -> session.lane().fastLane();
                                case OwnSetting.APPROXIMATE_DOUBLES ->
                                    String.valueOf(session.lane().approximateDoubles());
                                default -> throw new AssertionError(question.key());
                            };
                    return new HeldRows(SETTING, List.of(HeldRows.Row.of(question.key(), value)));
                });
    }

    private static Field text(String name) {
        return Field.notNullable(name, new ArrowType.Utf8());
    }
}
