package io.lakeflight.server.routing;

import io.lakeflight.planner.statement.StatementClass;
import io.lakeflight.server.units.Units;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rule asks of a statement. Its text is what the rule's file says, as people read it. */
public sealed interface RuleCondition {
    /** Why the statement does not meet it; empty if it does. */
    Optional<String> mismatch(RoutingRequest request);

    /** The session's user has one of these names. */
    record User(List<Wildcard> names) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            return unless(Wildcard.matchesAny(names, request.user()), "user is " + request.user());
        }

        @Override
        public String toString() {
            return "user " + Wildcard.either(names);
        }
    }

    /**
     * The session's user is a member of one of these groups.
     *
     * @param members of all of them
     */
    record Group(List<String> names, List<Wildcard> members) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            return unless(Wildcard.matchesAny(members, request.user()), "user " + request.user() + " is no member");
        }

        @Override
        public String toString() {
            return "group " + String.join(" or ", names);
        }
    }

    /** The client application calls itself so. */
    record Client(List<Wildcard> names) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            String client = request.client().isEmpty() ? "not known" : request.client();
            return unless(Wildcard.matchesAny(names, request.client()), "client is " + client);
        }

        @Override
        public String toString() {
            return "client " + Wildcard.either(names);
        }
    }

    /** It is that time of the day; {@code from} may be later than {@code to}, with midnight in between. */
    record Time(LocalTime from, LocalTime to, ZoneId zone) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            LocalTime now = LocalTime.ofInstant(request.now(), zone);
            boolean isBehind = !now.isBefore(from);
            boolean isBefore = now.isBefore(to);
            boolean isWithin = from.isBefore(to) ? isBehind && isBefore : isBehind || isBefore;
            return unless(isWithin, "it is " + now.truncatedTo(ChronoUnit.MINUTES) + " " + zone);
        }

        @Override
        public String toString() {
            return "time %s-%s %s".formatted(from, to, zone);
        }
    }

    /** The statement is of one of these classes. */
    record Kind(Set<StatementClass> classes) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            StatementClass kind = request.facts().summary().kind();
            return unless(classes.contains(kind), "statement is " + word(kind));
        }

        static String word(StatementClass kind) {
            return kind.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "statement " + classes.stream().map(Kind::word).sorted().collect(Collectors.joining(" or "));
        }
    }

    /** The statement reads or writes one of these tables. */
    record Tables(List<Wildcard> names) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            Optional<List<TouchedTable>> tables = request.facts().tables();
            if (tables.isEmpty()) {
                return Optional.of("tables are not known");
            }
            boolean matches = tables.get().stream().anyMatch(table -> Wildcard.matchesAny(names, table.path()));
            String touched = tables.get().isEmpty()
                    ? "no table is touched"
                    : "tables are "
                            + tables.get().stream().map(TouchedTable::path).collect(Collectors.joining(", "));
            return unless(matches, touched);
        }

        @Override
        public String toString() {
            return "tables " + Wildcard.either(names);
        }
    }

    /** A table that the statement reads or writes is known to have one of these tags. */
    record Tags(List<Wildcard> tags) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            Set<String> known = request.facts().tags();
            boolean matches = known.stream().anyMatch(tag -> Wildcard.matchesAny(tags, tag));
            return unless(
                    matches,
                    known.isEmpty()
                            ? "no tags are known"
                            : "tags are " + known.stream().sorted().collect(Collectors.joining(", ")));
        }

        @Override
        public String toString() {
            return "tags " + Wildcard.either(tags);
        }
    }

    /** The statement is known to read more. */
    record BytesOver(long limit) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            OptionalLong bytes = request.facts().bytes();
            if (bytes.isEmpty()) {
                return Optional.of("bytes to scan are not known");
            }
            return unless(bytes.getAsLong() > limit, bytes.getAsLong() + " bytes to scan");
        }

        @Override
        public String toString() {
            return "bytes over " + Units.formatSize(limit);
        }
    }

    /** The statement is known to read more of a partitioned table, with no condition on what it is partitioned by. */
    record FullScanOver(long limit) implements RuleCondition {
        @Override
        public Optional<String> mismatch(RoutingRequest request) {
            Optional<Map.Entry<TouchedTable, TableScan>> largest = request.facts().fullScans().entrySet().stream()
                    .max(Comparator.comparingLong(scan -> scan.getValue().left().bytes()));
            if (largest.isEmpty()) {
                return Optional.of("no full scan of a partitioned table is known");
            }
            long bytes = largest.get().getValue().left().bytes();
            return unless(
                    bytes > limit,
                    "%d bytes are the largest full scan, of %s"
                            .formatted(bytes, largest.get().getKey().path()));
        }

        @Override
        public String toString() {
            return "full scan over " + Units.formatSize(limit);
        }
    }

    private static Optional<String> unless(boolean met, String reason) {
        return met ? Optional.empty() : Optional.of(reason);
    }
}
