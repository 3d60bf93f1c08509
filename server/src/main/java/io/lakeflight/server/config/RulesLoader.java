package io.lakeflight.server.config;

import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.server.routing.RoutingRule;
import io.lakeflight.server.routing.RoutingRule.Action;
import io.lakeflight.server.routing.RuleCondition;
import io.lakeflight.server.routing.Wildcard;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of routing rules, whole or not at all. */
final class RulesLoader {
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");
    private static final Pattern TABLES = Pattern.compile("\\*|[^.]+(\\.[^.]+){1,}");

    private final List<String> problems = new ArrayList<>();
    private final Set<String> planes;
    private final Set<String> names = new HashSet<>();

    private RulesLoader(Set<String> planes) {
        this.planes = planes;
    }

    /**
     * @param planes the data planes there are
     * @throws ConfigException with all problems
     */
    static List<RoutingRule> load(Path file, Set<String> planes) {
        return new RulesLoader(planes).read(file);
    }

    private List<RoutingRule> read(Path file) {
        ConfigSection root =
                new ConfigSection("", new ConfigFile(file, problems).read().entries(), problems);
        ZoneId zone = root.optional("time-zone", RulesLoader::zone).orElse(ZoneId.systemDefault());
        List<RoutingRule> rules = new ArrayList<>();
        for (ConfigSection section : root.items("rules")) {
            rule(section, zone, rules.size() + 1).ifPresent(rules::add);
        }
        root.refuseUnknownKeys();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return List.copyOf(rules);
    }

    private Optional<RoutingRule> rule(ConfigSection section, ZoneId zone, int number) {
        String name = section.plain("name", "rule " + number, String::strip);
        if (!names.add(name)) {
            section.refuse("another rule is called \"" + name + "\"");
        }
        List<RuleCondition> conditions = conditions(section, zone);
        Optional<Action> action = action(section);
        section.refuseUnknownKeys();
        return action.map(known -> new RoutingRule(name, conditions, known));
    }

    /** Those that need the statement read, or tables looked at, come last. */
    private static List<RuleCondition> conditions(ConfigSection section, ZoneId zone) {
        List<RuleCondition> conditions = new ArrayList<>();
        List<Wildcard> users = section.list("user", Wildcard::of);
        if (!users.isEmpty()) {
            conditions.add(new RuleCondition.User(users));
        }
        List<Wildcard> clients = section.list("client", Wildcard::of);
        if (!clients.isEmpty()) {
            conditions.add(new RuleCondition.Client(clients));
        }
        section.optional("time", text -> time(text, zone)).ifPresent(conditions::add);
        List<StatementClass> kinds = section.list("statement", RulesLoader::kind);
        if (!kinds.isEmpty()) {
            conditions.add(new RuleCondition.Kind(EnumSet.copyOf(kinds)));
        }
        List<Wildcard> tables = section.list("tables", RulesLoader::tables);
        if (!tables.isEmpty()) {
            conditions.add(new RuleCondition.Tables(tables));
        }
        section.optionalBytes("bytes-over").ifPresent(bytes -> conditions.add(new RuleCondition.BytesOver(bytes)));
        section.optionalBytes("full-scan-over")
                .ifPresent(bytes -> conditions.add(new RuleCondition.FullScanOver(bytes)));
        return conditions;
    }

    private Optional<Action> action(ConfigSection section) {
        Optional<Action> route = section.optional("route", this::plane).map(Action.Route::new);
        Optional<Action> reject = section.optional("reject", text -> text).map(Action.Reject::new);
        if (section.has("route") == section.has("reject")) {
            String has = section.has("route") ? "has \"route\" and \"reject\"" : "has no \"route\" and no \"reject\"";
            section.refuse(has + " (expected: one of them)");
        }
        return route.or(() -> reject);
    }

    private String plane(String name) {
        if (!planes.contains(name)) {
            throw new IllegalArgumentException("is \"%s\", which is no data plane (expected: one of %s)"
                    .formatted(name, String.join(", ", planes.stream().sorted().toList())));
        }
        return name;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is \"" + name + "\" (expected: UTC, or one such as Europe/Berlin)", e);
        }
    }

    private static RuleCondition time(String text, ZoneId zone) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is \"" + text + "\" (expected: times such as 22:00-06:00)");
        }
        String[] parts = text.split("-");
        return new RuleCondition.Time(LocalTime.parse(parts[0]), LocalTime.parse(parts[1]), zone);
    }

    private static StatementClass kind(String word) {
        return Arrays.stream(StatementClass.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is \"%s\" (expected: one of %s)"
                        .formatted(
                                word,
                                String.join(
                                        ", ",
                                        Arrays.stream(StatementClass.values())
                                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                                .toList()))));
    }

    private static Wildcard tables(String text) {
        if (!TABLES.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is \"" + text + "\" (expected: a full name such as lake.sales.orders, or lake.sales.*)");
        }
        return Wildcard.of(text);
    }
}
