package io.lakeflight.server.config;

import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.server.routing.PlaneView;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a file of routing rules, whole or not at all. */
final class RulesLoader {
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");
    private static final Pattern TABLES = Pattern.compile("\\*|[^.]+(\\.[^.]+){1,}");

    private static final List<String> ACTIONS = List.of("route", "route-to-tag", "reject");

    private final List<String> problems = new ArrayList<>();
    private final List<PlaneView> planes;
    private final Set<String> names = new HashSet<>();

    private RulesLoader(List<PlaneView> planes) {
        this.planes = planes;
    }

    /**
     * @param planes the data planes there are
     * @throws ConfigException with all problems
     */
    static List<RoutingRule> load(Path file, List<PlaneView> planes) {
        return new RulesLoader(planes).read(file);
    }

    private List<RoutingRule> read(Path file) {
        ConfigSection root =
                new ConfigSection("", new ConfigFile(file, problems).read().entries(), problems);
        ZoneId zone = root.optional("time-zone", RulesLoader::zone).orElse(ZoneId.systemDefault());
        Map<String, List<Wildcard>> groups = root.lists("groups", Wildcard::of);
        List<RoutingRule> rules = new ArrayList<>();
        for (ConfigSection section : root.items("rules")) {
            rule(section, new Terms(zone, groups), rules.size() + 1).ifPresent(rules::add);
        }
        root.refuseUnknownKeys();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return List.copyOf(rules);
    }

    /** What rules refer to that stands outside of them. */
    private record Terms(ZoneId zone, Map<String, List<Wildcard>> groups) {
        String group(String name) {
            if (!groups.containsKey(name)) {
                throw new IllegalArgumentException("is \"%s\", which is no group of this file (expected: one of %s)"
                        .formatted(name, String.join(", ", groups.keySet())));
            }
            return name;
        }

        RuleCondition members(List<String> names) {
            return new RuleCondition.Group(
                    names,
                    names.stream()
                            .flatMap(name -> groups.getOrDefault(name, List.of()).stream())
                            .toList());
        }
    }

    private Optional<RoutingRule> rule(ConfigSection section, Terms terms, int number) {
        String name = section.plain("name", "rule " + number, String::strip);
        if (!names.add(name)) {
            section.refuse("another rule is called \"" + name + "\"");
        }
        List<RuleCondition> conditions = conditions(section, terms);
        Optional<Action> action = action(section);
        section.refuseUnknownKeys();
        return action.map(known -> new RoutingRule(name, conditions, known));
    }

    /** Those that need the statement read, or tables looked at, come last. */
    private static List<RuleCondition> conditions(ConfigSection section, Terms terms) {
        List<RuleCondition> conditions = new ArrayList<>();
        List<Wildcard> users = section.list("user", Wildcard::of);
        if (!users.isEmpty()) {
            conditions.add(new RuleCondition.User(users));
        }
        List<String> groups = section.list("group", terms::group);
        if (!groups.isEmpty()) {
            conditions.add(terms.members(groups));
        }
        List<Wildcard> clients = section.list("client", Wildcard::of);
        if (!clients.isEmpty()) {
            conditions.add(new RuleCondition.Client(clients));
        }
        section.optional("time", text -> time(text, terms.zone())).ifPresent(conditions::add);
        List<StatementClass> kinds = section.list("statement", RulesLoader::kind);
        if (!kinds.isEmpty()) {
            conditions.add(new RuleCondition.Kind(EnumSet.copyOf(kinds)));
        }
        List<Wildcard> tables = section.list("tables", RulesLoader::tables);
        if (!tables.isEmpty()) {
            conditions.add(new RuleCondition.Tables(tables));
        }
        List<Wildcard> tags = section.list("tags", Wildcard::of);
        if (!tags.isEmpty()) {
            conditions.add(new RuleCondition.Tags(tags));
        }
        section.optionalBytes("bytes-over").ifPresent(bytes -> conditions.add(new RuleCondition.BytesOver(bytes)));
        section.optionalBytes("full-scan-over")
                .ifPresent(bytes -> conditions.add(new RuleCondition.FullScanOver(bytes)));
        return conditions;
    }

    private Optional<Action> action(ConfigSection section) {
        Optional<Action> route = section.optional("route", this::plane).map(Action.Route::new);
        Optional<Action> tagged = section.optional("route-to-tag", this::tag).map(Action.RouteToTag::new);
        Optional<Action> reject = section.optional("reject", text -> text).map(Action.Reject::new);
        List<String> given = ACTIONS.stream().filter(section::has).toList();
        if (given.size() != 1) {
            String has = given.isEmpty() ? "has none of " + words(ACTIONS) : "has " + words(given);
            section.refuse(has + " (expected: one of them)");
        }
        return route.or(() -> tagged).or(() -> reject);
    }

    private static String words(List<String> keys) {
        return "\"" + String.join("\", \"", keys) + "\"";
    }

    private String tag(String tag) {
        if (planes.stream().noneMatch(plane -> plane.tags().contains(tag))) {
            throw new IllegalArgumentException("is \"" + tag + "\", which no data plane has under \"tags\"");
        }
        return tag;
    }

    private String plane(String name) {
        List<String> known = planes.stream().map(PlaneView::name).sorted().toList();
        if (!known.contains(name)) {
            throw new IllegalArgumentException("is \"%s\", which is no data plane (expected: one of %s)"
                    .formatted(name, String.join(", ", known)));
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
