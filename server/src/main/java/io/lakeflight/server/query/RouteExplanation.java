package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.planner.validation.ColumnType;
import io.lakeflight.planner.validation.TableColumn;
import io.lakeflight.planner.validation.Validation;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.control.DataPlaneConfig.Start;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.control.EngineWish;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.HeldRows.Row;
import io.lakeflight.server.routing.RoutingDecision;
import io.lakeflight.server.routing.RoutingStep;
import io.lakeflight.server.routing.TableScan;
import io.lakeflight.server.routing.TouchedTable;
import io.lakeflight.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The rows of {@code EXPLAIN ROUTE}: what is known of a statement, where it would go, and why. Executes nothing. */
final class RouteExplanation {
    private static final Schema COLUMNS =
            new Schema(List.of(text("step"), text("subject"), text("outcome"), text("detail")));

    private final DataPlanes planes;

    RouteExplanation(DataPlanes planes) {
        this.planes = planes;
    }

    /**
     * The rows, made when they are sent.
     *
     * @param engines tell of a plane's name and a text how its rows would be made; empty where none is there
     * @param lane why the server answers the statement itself; empty if an engine is to
     * @param admission what rules say of a statement that the server answers itself
     */
    HeldRows of(
            TextFacts facts,
            Session session,
            BiFunction<String, String, Optional<Execution>> engines,
            Function<TextFacts, Optional<String>> lane,
            Function<TextFacts, List<RoutingStep>> admission,
            Function<TextFacts, RoutingDecision> route) {
        boolean hasHome = session.engines().home().isPresent();
        return new HeldRows(COLUMNS, canceled -> {
            List<RoutingStep> steps = new ArrayList<>();
            steps.add(statement(facts.summary()));
            steps.addAll(tables(facts));
            facts.validation().map(RouteExplanation::result).ifPresent(steps::add);
            RoutingDecision decision = route.apply(facts);
            steps.add(cacheable(facts, hasHome, decision));
            Optional<String> front = lane.apply(facts);
            steps.add(front.map(why -> new RoutingStep("lane", "front", "chosen", why))
                    .orElseGet(() -> engineLane(facts, session, decision, engines)));
            if (front.isPresent()) {
                steps.addAll(admission.apply(facts));
            } else {
                steps.addAll(decision.steps());
                decision.plane()
                        .flatMap(planes::find)
                        .ifPresent(plane -> steps.add(engine(plane, EngineAccess.wish(session, plane.name()))));
            }
            return steps.stream()
                    .map(step -> Row.of(step.step(), step.subject(), step.outcome(), step.detail()))
                    .iterator();
        });
    }

    private static RoutingStep statement(StatementSummary summary) {
        String kind = summary.kind().name().toLowerCase(Locale.ROOT);
        return summary.opaque()
                .map(reason -> new RoutingStep("statement", kind, "opaque", reason))
                .orElseGet(() -> new RoutingStep("statement", kind, "read", "its tables are known"));
    }

    /** Only the engine knows the plan, which decides whether it needs Spark. */
    private RoutingStep engineLane(
            TextFacts facts,
            Session session,
            RoutingDecision decision,
            BiFunction<String, String, Optional<Execution>> engines) {
        boolean mayBeFast = facts.summary().kind() == StatementClass.QUERY
                && !session.lane().isFastOff()
                && decision.plane()
                        .flatMap(planes::find)
                        .filter(plane -> plane.config().fastLane().enabled())
                        .isPresent();
        if (!mayBeFast) {
            return lane("spark", "an engine answers it");
        }
        return decision.plane()
                .flatMap(plane -> engines.apply(plane, facts.sql()))
                .map(told -> told.getFast()
                        ? lane("fast", "an engine answers it without Spark")
                        : lane("spark", told.getLaneReason().isEmpty() ? "an engine answers it" : told.getLaneReason()))
                .orElseGet(() -> lane("fast or spark", "an engine answers it, without Spark if its plan allows"));
    }

    private static RoutingStep lane(String name, String why) {
        return new RoutingStep("lane", name, "chosen", why);
    }

    private static RoutingStep result(Validation validation) {
        Optional<String> problem = validation.problem();
        if (problem.isPresent()) {
            return new RoutingStep("result", "", "not known", problem.get());
        }
        return validation
                .types()
                .map(types -> new RoutingStep("result", texts(types), "valid", "all names and types are known"))
                .orElseGet(() -> new RoutingStep(
                        "result", "", "valid", "all names are known; of which types columns are, is Spark's to say"));
    }

    private static String texts(List<ColumnType> types) {
        return types.stream().map(ColumnType::toString).collect(Collectors.joining(", "));
    }

    private RoutingStep cacheable(TextFacts facts, boolean hasHome, RoutingDecision decision) {
        Set<String> planeSettings = decision.plane()
                .flatMap(planes::find)
                .map(plane -> plane.config().sparkConf().keySet())
                .orElse(Set.of());
        Cacheability cacheability = Cacheability.of(facts, hasHome, planeSettings);
        return new RoutingStep(
                "cacheable",
                facts.summary().digest(),
                cacheability.isCacheable() ? "yes" : "no",
                cacheability.reason());
    }

    private static List<RoutingStep> tables(TextFacts facts) {
        List<TouchedTable> tables = facts.tables().orElse(List.of());
        Map<TouchedTable, TableScan> scans = facts.scans();
        Set<TouchedTable> written = facts.writes();
        Stream<RoutingStep> ofServer = facts.serverTables().stream()
                .map(table ->
                        new RoutingStep("table", table, "read", "one of the server's own, which has no snapshot"));
        Stream<RoutingStep> ofCatalogs = tables.stream()
                .map(table -> new RoutingStep(
                        "table",
                        table.path(),
                        written.contains(table) ? "written" : "read",
                        Optional.ofNullable(scans.get(table))
                                .map(scan ->
                                        size(scan) + columns(facts, table, scan) + writtenColumns(facts, table, scan))
                                .orElseGet(() -> "snapshot and bytes are not known: " + facts.whyUnknown(table))));
        Stream<RoutingStep> described = facts.described().stream()
                .map(table -> new RoutingStep("table", table.path(), "described", "none of its rows is read"));
        return Stream.of(ofServer, ofCatalogs, described).flatMap(part -> part).toList();
    }

    /** Those that may be read, as the text tells. */
    private static String columns(TextFacts facts, TouchedTable table, TableScan scan) {
        Optional<Set<String>> names = facts.summary().names();
        boolean isRead = facts.isRead(table);
        if (!isRead) {
            return "";
        }
        if (names.isEmpty()) {
            return ", any column";
        }
        List<String> columns = scan.columns().stream()
                .map(TableColumn::name)
                .filter(column -> names.get().contains(column.toLowerCase(Locale.ROOT)))
                .toList();
        return columns.isEmpty() ? ", no column" : ", no columns but " + String.join(", ", columns);
    }

    private static String writtenColumns(TextFacts facts, TouchedTable table, TableScan scan) {
        if (!facts.writes().contains(table)) {
            return "";
        }
        Optional<Set<String>> written = facts.summary().writtenColumns();
        if (written.isEmpty()) {
            return ", writes every column";
        }
        String columns = scan.columns().stream()
                .map(TableColumn::name)
                .filter(column -> written.get().contains(column.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return columns.isEmpty() ? "" : ", writes " + columns;
    }

    private static String size(TableScan scan) {
        if (scan.snapshot().isEmpty()) {
            return "no snapshot, 0 bytes";
        }
        String files = scan.left().count().isPresent()
                ? amount(scan, scan.left().count(), scan.all().count(), "files, ")
                : "";
        OptionalLong left = OptionalLong.of(scan.left().bytes());
        OptionalLong all = OptionalLong.of(scan.all().bytes());
        return "snapshot %d, %s%s".formatted(scan.snapshot().getAsLong(), files, amount(scan, left, all, "bytes"));
    }

    /** What conditions leave, of how much. */
    private static String amount(TableScan scan, OptionalLong left, OptionalLong all, String unit) {
        boolean isWhole = scan.left().equals(scan.all()) || all.isEmpty();
        return isWhole
                ? "%d %s".formatted(left.getAsLong(), unit)
                : "%d of %d %s".formatted(left.getAsLong(), all.getAsLong(), unit);
    }

    private static RoutingStep engine(DataPlane plane, EngineWish wish) {
        return plane.choice(wish)
                .map(choice -> new RoutingStep("engine", choice.engine().id(), "ready", choice.explanation()))
                .orElseGet(() -> new RoutingStep("engine", plane.name(), "not running", whenStarted(plane)));
    }

    private static String whenStarted(DataPlane plane) {
        return plane.config().start() == Start.EAGER
                ? "it is being started; the statement waits for it"
                : "the statement starts it, and waits for it";
    }

    private static Field text(String name) {
        return Field.notNullable(name, new ArrowType.Utf8());
    }
}
