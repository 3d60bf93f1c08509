package io.lakeflight.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.StatementSummary;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.routing.RoutingRule.Action;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestRouter {
    private static final long ANY = Long.MAX_VALUE;
    private static final String SELECT = "SELECT * FROM lake.sales.orders";
    private static final Action TO_BATCH = new Action.Route("batch");

    private final Router router = new Router(List.of(plane("interactive", ANY), plane("batch", ANY)), "interactive");

    private String user = "ann";
    private String client = "";
    private Optional<String> chosen = Optional.empty();
    private Optional<String> home = Optional.empty();
    private Set<String> tags = Set.of();
    private OptionalLong bytes = OptionalLong.empty();
    private Map<TouchedTable, TableScan> fullScans = Map.of();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void defaultPlaneIsLast() {
        RoutingDecision decision = route(SELECT);

        assertThat(decision.plane()).contains("interactive");
        assertThat(decision.steps())
                .containsExactly(
                        new RoutingStep("option", "lakeflight.data_plane", "not set", ""),
                        new RoutingStep("plane", "interactive", "chosen", "it is the default plane"));
    }

    @Test
    void choiceWinsOverRules() {
        chosen = Optional.of("interactive");

        RoutingDecision decision = route(SELECT, rule("all", TO_BATCH));

        assertThat(decision.plane()).contains("interactive");
    }

    @Test
    void sessionIsSentHomeWhateverRulesSay() {
        home = Optional.of("interactive");

        RoutingDecision decision = route(SELECT, rule("all", TO_BATCH));

        assertThat(decision.plane()).contains("interactive");
        assertThat(decision.steps()).extracting(RoutingStep::step).startsWith("session");
    }

    @Test
    void choiceOfAnotherPlaneThanHomeIsRefused() {
        home = Optional.of("interactive");
        chosen = Optional.of("batch");

        assertRefused(route(SELECT), ErrorCode.INVALID_SESSION_OPTION, "temporary views");
    }

    @Test
    void unknownPlaneIsRefused() {
        chosen = Optional.of("bach");

        assertRefused(route(SELECT), ErrorCode.INVALID_SESSION_OPTION, "expected: one of interactive, batch");
    }

    @Test
    void firstMatchDecides() {
        RoutingDecision decision = route(
                SELECT,
                rule("bob's", TO_BATCH, new RuleCondition.User(List.of(Wildcard.of("bob")))),
                rule("ann's", TO_BATCH, new RuleCondition.User(List.of(Wildcard.of("A*")))),
                rule("never", new Action.Reject("no")));

        assertThat(decision.plane()).contains("batch");
        assertThat(decision.steps())
                .contains(
                        new RoutingStep("rule", "bob's", "does not match", "user is ann (wanted: user bob)"),
                        new RoutingStep("rule", "ann's", "matches", "user A*: route to batch"))
                .noneMatch(step -> step.subject().equals("never"));
    }

    @Test
    void ruleRefusesWhateverIsChosen() {
        chosen = Optional.of("batch");

        assertRefused(route(SELECT, rule("none", new Action.Reject("Not here"))), ErrorCode.ROUTE_REFUSED, "Not here");
    }

    @Test
    void exemptionBeforeARefusalHoldsForThoseThatChoose() {
        chosen = Optional.of("interactive");

        RoutingDecision decision = route(SELECT, rule("exempt", TO_BATCH), rule("none", new Action.Reject("Not here")));

        assertThat(decision.plane()).contains("interactive");
    }

    @ParameterizedTest
    @CsvSource({
        "lake.sales.*, SELECT * FROM lake.sales.orders, true",
        "LAKE.*, SELECT * FROM lake.sales.orders, true",
        "lake.sale.*, SELECT * FROM lake.sales.orders, false",
        "lake.sales.orders, INSERT INTO lake.sales.orders SELECT 1, true",
        "lake.sales.*, SELECT 1, false",
        "*, MSCK what is this, false",
    })
    void rulesLookAtTables(String pattern, String sql, boolean matches) {
        RuleCondition tables = new RuleCondition.Tables(List.of(Wildcard.of(pattern)));

        assertThat(route(sql, rule("tables", TO_BATCH, tables)).plane()).contains(matches ? "batch" : "interactive");
    }

    @ParameterizedTest
    @CsvSource({"DML, false", "QUERY, true"})
    void rulesLookAtTheClassOfAStatement(StatementClass kind, boolean matches) {
        RuleCondition condition = new RuleCondition.Kind(Set.of(kind));

        assertThat(route(SELECT, rule("kind", TO_BATCH, condition)).plane())
                .contains(matches ? "batch" : "interactive");
    }

    @ParameterizedTest
    @CsvSource({
        "08:00, 18:00, 07:59, false",
        "08:00, 18:00, 08:00, true",
        "08:00, 18:00, 18:00, false",
        "22:00, 06:00, 23:00, true",
        "22:00, 06:00, 05:59, true",
        "22:00, 06:00, 12:00, false",
    })
    void rulesLookAtTheTimeOfDay(LocalTime from, LocalTime to, LocalTime time, boolean matches) {
        now = time.atDate(LocalDate.of(2026, 3, 1)).toInstant(ZoneOffset.UTC);
        RuleCondition condition = new RuleCondition.Time(from, to, ZoneOffset.UTC);

        assertThat(route(SELECT, rule("time", TO_BATCH, condition)).plane())
                .contains(matches ? "batch" : "interactive");
    }

    @Test
    void rulesLookAtBytesOnlyIfTheyAreKnown() {
        RoutingRule large = rule("large", TO_BATCH, new RuleCondition.BytesOver(100));

        assertThat(route(SELECT, large).plane()).contains("interactive");
        bytes = OptionalLong.of(100);
        assertThat(route(SELECT, large).plane()).contains("interactive");
        bytes = OptionalLong.of(101);
        assertThat(route(SELECT, large).plane()).contains("batch");
    }

    @Test
    void ruleRefusesFullScansOverALimit() {
        RoutingRule full = rule("full", new Action.Reject("Say which days"), new RuleCondition.FullScanOver(100));
        TouchedTable orders = new TouchedTable("lake", "sales", "orders");

        assertThat(route(SELECT, full).plane()).contains("interactive");
        fullScans = Map.of(orders, scan(100));
        assertThat(route(SELECT, full).plane()).contains("interactive");
        fullScans = Map.of(orders, scan(101), new TouchedTable("lake", "sales", "items"), scan(7));
        assertRefused(route(SELECT, full), ErrorCode.ROUTE_REFUSED, "Say which days");
    }

    private static TableScan scan(long bytes) {
        TableScan.Files files = new TableScan.Files(OptionalLong.of(1), bytes);
        return new TableScan(OptionalLong.of(1), files, files, List.of(), List.of("day"), Set.of());
    }

    @Test
    void allConditionsOfARuleMustHold() {
        client = "dbt 1.9";
        RoutingRule both = rule(
                "both",
                TO_BATCH,
                new RuleCondition.Client(List.of(Wildcard.of("DBT*"))),
                new RuleCondition.User(List.of(Wildcard.of("etl"))));

        assertThat(route(SELECT, both).plane()).contains("interactive");
        user = "etl";
        assertThat(route(SELECT, both).plane()).contains("batch");
    }

    @ParameterizedTest
    @CsvSource({"0, small", "10, small", "11, medium", "1000, medium", "1001, any"})
    void planeForTheSmallestScansThatFitsIsTaken(long known, String plane) {
        bytes = OptionalLong.of(known);
        Router classes = new Router(List.of(plane("any", ANY), plane("medium", 1000), plane("small", 10)), "any");

        assertThat(classes.decide(request(SELECT), List.of()).plane()).contains(plane);
    }

    @Test
    void defaultPlaneIsTakenWhenBytesAreNotKnown() {
        Router classes = new Router(List.of(plane("any", ANY), plane("small", 10)), "small");

        assertThat(classes.decide(request(SELECT), List.of()).plane()).contains("small");
    }

    @Test
    void scanLargerThanAllClassesGoesToTheLargest() {
        bytes = OptionalLong.of(5000);
        Router classes = new Router(List.of(plane("medium", 1000), plane("small", 10)), "small");

        assertThat(classes.decide(request(SELECT), List.of()).plane()).contains("medium");
    }

    @ParameterizedTest
    @CsvSource({"0, small", "11, large", "1001, large"})
    void ruleChoosesAmongPlanesWithATag(long known, String plane) {
        bytes = OptionalLong.of(known);
        Set<String> gpu = Set.of("gpu");
        Router tagged = new Router(
                List.of(plane("any", ANY), new PlaneView("large", 1000, gpu), new PlaneView("small", 10, gpu)), "any");

        RoutingDecision decision =
                tagged.decide(request(SELECT), List.of(rule("to gpu", new Action.RouteToTag("gpu"))));

        assertThat(decision.plane()).contains(plane);
        assertThat(decision.steps())
                .contains(
                        new RoutingStep("rule", "to gpu", "matches", "every statement: route to a plane tagged gpu"),
                        new RoutingStep("plane", plane, "chosen", "by rule to gpu, of 2 tagged gpu"));
    }

    @ParameterizedTest
    @CsvSource({"first, first", "second, second", "other, first"})
    void defaultPlaneComesFirstAmongThoseWithATag(String defaultPlane, String plane) {
        Set<String> gpu = Set.of("gpu");
        Router tagged = new Router(
                List.of(plane("other", ANY), new PlaneView("first", ANY, gpu), new PlaneView("second", ANY, gpu)),
                defaultPlane);

        assertThat(tagged.decide(request(SELECT), List.of(rule("to gpu", new Action.RouteToTag("gpu"))))
                        .plane())
                .contains(plane);
    }

    @Test
    void rulesLookAtGroups() {
        RuleCondition analysts =
                new RuleCondition.Group(List.of("analysts"), List.of(Wildcard.of("bi-*"), Wildcard.of("Ann")));

        assertThat(route(SELECT, rule("analysts", TO_BATCH, analysts)).plane()).contains("batch");
        user = "bob";
        RoutingDecision decision = route(SELECT, rule("analysts", TO_BATCH, analysts));
        assertThat(decision.plane()).contains("interactive");
        assertThat(decision.steps())
                .contains(new RoutingStep(
                        "rule", "analysts", "does not match", "user bob is no member (wanted: group analysts)"));
    }

    @Test
    void rulesLookAtTagsOfTables() {
        RuleCondition cold = new RuleCondition.Tags(List.of(Wildcard.of("cold-*"), Wildcard.of("pii")));

        assertThat(route(SELECT, rule("cold", TO_BATCH, cold)).plane()).contains("interactive");
        tags = Set.of("hot", "PII");
        assertThat(route(SELECT, rule("cold", TO_BATCH, cold)).plane()).contains("batch");
        tags = Set.of("hot");
        assertThat(route(SELECT, rule("cold", TO_BATCH, cold)).steps())
                .contains(
                        new RoutingStep("rule", "cold", "does not match", "tags are hot (wanted: tags cold-* or pii)"));
    }

    private static PlaneView plane(String name, long maxBytes) {
        return new PlaneView(name, maxBytes, Set.of());
    }

    private RoutingDecision route(String sql, RoutingRule... rules) {
        return router.decide(request(sql), List.of(rules));
    }

    @Test
    void whatTheServerAnswersIsRefusedByRulesAsElsewhere() {
        RoutingRule loads = rule("loads", TO_BATCH, new RuleCondition.User(List.of(Wildcard.of("etl"))));
        RoutingRule closed = rule(
                "closed", new Action.Reject("Come again later"), new RuleCondition.Kind(Set.of(StatementClass.QUERY)));

        assertRefused(router.admit(request("SELECT 1"), List.of(loads, closed)), ErrorCode.ROUTE_REFUSED, "later");
        assertThat(router.admit(request("SHOW TABLES"), List.of(loads, closed)).refusal())
                .isEmpty();
        user = "etl";
        assertThat(router.admit(request("SELECT 1"), List.of(loads, closed)).refusal())
                .isEmpty();
    }

    @Test
    void whatTheServerAnswersReadsNoRows() {
        bytes = OptionalLong.of(1_000);
        RoutingRule large = rule("large", new Action.Reject("Too much"), new RuleCondition.BytesOver(10));
        RoutingRule full = rule("full", new Action.Reject("Too much"), new RuleCondition.FullScanOver(10));

        RoutingDecision decision =
                router.admit(request("SELECT count(*) FROM lake.sales.orders"), List.of(large, full));

        assertThat(decision.refusal()).isEmpty();
        assertThat(decision.steps())
                .extracting(RoutingStep::outcome)
                .containsExactly("does not match", "does not match");
    }

    private RoutingRequest request(String sql) {
        return new RoutingRequest(user, client, chosen, home, new TestingFacts(sql), now);
    }

    private static RoutingRule rule(String name, Action action, RuleCondition... conditions) {
        return new RoutingRule(name, List.of(conditions), action);
    }

    private static void assertRefused(RoutingDecision decision, ErrorCode code, String message) {
        assertThat(decision.plane()).isEmpty();
        QueryException refusal = decision.refusal().orElseThrow();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(message);
    }

    /** Names with all three parts mean what they say. */
    private final class TestingFacts implements StatementFacts {
        private final StatementSummary summary;

        TestingFacts(String sql) {
            summary = StatementReader.read(sql);
        }

        @Override
        public StatementSummary summary() {
            return summary;
        }

        @Override
        public Optional<List<TouchedTable>> tables() {
            if (summary.opaque().isPresent()) {
                return Optional.empty();
            }
            return Optional.of(Stream.concat(summary.reads().stream(), summary.writes().stream())
                    .map(parts -> new TouchedTable(parts.get(0), parts.get(1), parts.get(2)))
                    .toList());
        }

        @Override
        public Set<String> tags() {
            return tags;
        }

        @Override
        public OptionalLong bytes() {
            return bytes;
        }

        @Override
        public Map<TouchedTable, TableScan> fullScans() {
            return fullScans;
        }
    }
}
