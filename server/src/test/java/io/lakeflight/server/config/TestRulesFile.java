package io.lakeflight.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lakeflight.server.routing.PlaneView;
import io.lakeflight.server.routing.RoutingRule;
import io.lakeflight.server.routing.RoutingRule.Action;
import io.lakeflight.server.routing.RuleCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRulesFile {
    private static final List<PlaneView> PLANES = List.of(
            new PlaneView("interactive", Long.MAX_VALUE, Set.of()),
            new PlaneView("batch", Long.MAX_VALUE, Set.of("night")));

    @TempDir
    private Path directory;

    @Test
    void shippedFileHasNoRules() {
        assertThat(RulesLoader.load(Path.of("../conf/routing.yaml"), PLANES)).isEmpty();
    }

    @Test
    void examplesOfTheShippedFileCanBeRead() throws IOException {
        String shipped = Files.readString(Path.of("../conf/routing.yaml"));
        String examples = shipped.substring(shipped.indexOf("# groups:"), shipped.indexOf("rules: []"));

        assertThat(load(examples.replaceAll("(?m)^# ", ""))).hasSize(3);
    }

    @Test
    void exampleOfTheDocumentationCanBeRead() throws IOException {
        String page = Files.readString(Path.of("../docs/routing.md"));
        int begin = page.indexOf("```yaml\n") + 8;
        String example = page.substring(begin, page.indexOf("```", begin));

        assertThat(load(example)).hasSizeGreaterThan(2);
    }

    @Test
    void rulesAreReadInTheirOrder() throws IOException {
        List<RoutingRule> rules = load("""
                time-zone: UTC
                groups:
                  analysts: [ann, "bi-*"]
                  loaders: etl
                rules:
                  - name: loads
                    user: [etl, "load-*"]
                    group: [analysts, loaders]
                    client: dbt*
                    statement: [dml, ddl]
                    tables: lake.sales.*
                    tags: cold
                    time: 22:00-06:00
                    bytes-over: 1GiB
                    full-scan-over: 10GiB
                    route: batch
                  - reject: No
                  - route-to-tag: night
                """);

        assertThat(rules).extracting(RoutingRule::name).containsExactly("loads", "rule 2", "rule 3");
        assertThat(rules.get(0).conditions())
                .extracting(RuleCondition::toString)
                .containsExactly(
                        "user etl or load-*",
                        "group analysts or loaders",
                        "client dbt*",
                        "time 22:00-06:00 UTC",
                        "statement ddl or dml",
                        "tables lake.sales.*",
                        "tags cold",
                        "bytes over 1GiB",
                        "full scan over 10GiB");
        assertThat(rules.get(0).action()).isEqualTo(new Action.Route("batch"));
        assertThat(rules.get(1).action()).isEqualTo(new Action.Reject("No"));
        assertThat(rules.get(2).action()).isEqualTo(new Action.RouteToTag("night"));
    }

    @Test
    void allProblemsAreReportedWithLineAndKey() {
        assertThat(problems("""
                time-zone: Mars
                rules:
                  - name: a
                    usr: ann
                    route: bach
                  - name: a
                    statement: [dml, select]
                    time: 6pm
                    tables: orders
                    bytes-over: 10GB
                  - just text
                  - route: batch
                    reject: x
                  - user: []
                    route: batch
                  - group: analysts
                    route-to-tag: gpu
                groups: {loaders: []}
                rule: x
                """))
                .containsExactlyInAnyOrder(
                        "c.yaml:1: time-zone: is \"Mars\" (expected: UTC, or one such as Europe/Berlin)",
                        "c.yaml:4: rules[1].usr: unknown key (did you mean \"user\"?)",
                        "c.yaml:5: rules[1].route: is \"bach\", which is no data plane (expected: one of batch, interactive)",
                        "c.yaml:6: rules[2]: another rule is called \"a\"",
                        "c.yaml:6: rules[2]: has none of \"route\", \"route-to-tag\", \"reject\" (expected: one of them)",
                        "c.yaml:7: rules[2].statement: is \"select\" (expected: one of query, dml, ddl, session, metadata, procedure, script)",
                        "c.yaml:8: rules[2].time: is \"6pm\" (expected: times such as 22:00-06:00)",
                        "c.yaml:9: rules[2].tables: is \"orders\" (expected: a full name such as lake.sales.orders, or lake.sales.*)",
                        "c.yaml:10: rules[2].bytes-over: is \"10GB\" (expected: a size such as 10GiB)",
                        "c.yaml:11: rules[3]: is \"just text\" (expected: a section of keys)",
                        "c.yaml:12: rules[4]: has \"route\", \"reject\" (expected: one of them)",
                        "c.yaml:14: rules[5].user: is an empty list (expected: at least one value)",
                        "c.yaml:16: rules[6].group: is \"analysts\", which is no group of this file (expected: one of loaders)",
                        "c.yaml:17: rules[6].route-to-tag: is \"gpu\", which no data plane has under \"tags\"",
                        "c.yaml:18: groups.loaders: is an empty list (expected: at least one value)",
                        "c.yaml:19: rule: unknown key (did you mean \"rules\"?)");
    }

    @Test
    void missingFileHasNoRulesUntilItIsThere() throws IOException {
        Path file = directory.resolve("c.yaml");
        try (RulesFile rules = RulesFile.open(file, PLANES)) {
            assertThat(rules.rules()).isEmpty();

            Files.writeString(file, "rules: [{route: batch}]");
            rules.look();

            assertThat(rules.rules()).hasSize(1);
        }
    }

    @Test
    void badFileAndMissingFileChangeNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "rules: [{route: batch}]");
        try (RulesFile rules = RulesFile.open(file, PLANES)) {
            List<RoutingRule> before = rules.rules();

            Files.writeString(file, "rules: [{route: batch}, {route: nowhere}]");
            rules.look();
            assertThat(rules.rules()).isEqualTo(before);

            Files.delete(file);
            rules.look();
            assertThat(rules.rules()).isEqualTo(before);

            Files.writeString(file, "rules: [{route: interactive}, {route: batch}]");
            rules.look();
            assertThat(rules.rules()).hasSize(2);
        }
    }

    @Test
    void serverDoesNotStartWithABadFile() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "rules: 7");

        assertThat(catchThrowableOfType(ConfigException.class, () -> RulesFile.open(file, PLANES))
                        .problems())
                .singleElement()
                .asString()
                .endsWith("c.yaml:1: rules: is \"7\" (expected: a list)");
    }

    private List<RoutingRule> load(String yaml) throws IOException {
        return RulesLoader.load(Files.writeString(directory.resolve("c.yaml"), yaml), PLANES);
    }

    private List<String> problems(String yaml) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> load(yaml));
        return failure.problems().stream()
                .map(problem -> problem.replace(directory + "/", ""))
                .toList();
    }
}
