package io.lakeflight.planner.information;

import io.lakeflight.planner.information.InformationException.Reason;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a statement reads.
 *
 * @param information those in {@code information_schema}
 * @param system those in {@code system}
 * @param others all others, by name, and whatever else rows are taken from
 */
record QueryTables(Set<InformationTable> information, Set<SystemTable> system, Set<String> others) {
    /** @throws InformationException if there is no such table in {@code information_schema} */
    static QueryTables of(SqlNode statement, String catalog, List<String> catalogs) {
        Names names = new Names();
        statement.accept(names);
        Finder finder = new Finder(names.known, catalog, catalogs);
        statement.accept(finder);
        return new QueryTables(finder.information, finder.system, finder.others);
    }

    /** Whether the server has rows for the statement. */
    boolean areAnyOurs() {
        return !information.isEmpty() || !system.isEmpty();
    }

    /** Where the server's tables among them are, for messages. */
    String place() {
        return Stream.of(
                        information.isEmpty() ? "" : InformationTable.SCHEMA,
                        system.isEmpty() ? "" : SystemTable.SCHEMA)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    /** The names that the statement gives to queries of its own. */
    private static final class Names extends SqlBasicVisitor<@Nullable Void> {
        private final Set<String> known = new HashSet<>();

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlWithItem item) {
                known.add(item.name.getSimple().toLowerCase(Locale.ROOT));
            }
            return super.visit(call);
        }
    }

    private static final class Finder extends SqlBasicVisitor<@Nullable Void> {
        private final Set<String> queries;
        private final String catalog;
        private final List<String> catalogs;
        private final Set<InformationTable> information = new HashSet<>();
        private final Set<SystemTable> system = new HashSet<>();
        private final Set<String> others = new TreeSet<>();

        private Finder(Set<String> queries, String catalog, List<String> catalogs) {
            this.queries = queries;
            this.catalog = catalog;
            this.catalogs = catalogs;
        }

        @Override
        public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getFrom() != null) {
                from(select.getFrom());
                SqlNode from = select.getFrom();
                call.getOperandList().stream()
                        .filter(operand -> operand != null && operand != from)
                        .forEach(operand -> operand.accept(this));
                return null;
            }
            if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
                from(call.operand(0));
                return null;
            }
            return super.visit(call);
        }

        private void from(SqlNode node) {
            if (node instanceof SqlIdentifier table) {
                add(table);
            } else if (node instanceof SqlJoin join) {
                from(join.getLeft());
                from(join.getRight());
                if (join.getCondition() != null) {
                    join.getCondition().accept(this);
                }
            } else if (node.getKind() == SqlKind.AS) {
                from(((SqlCall) node).operand(0));
            } else if (node.isA(SqlKind.QUERY) || node.getKind() == SqlKind.LATERAL) {
                node.accept(this);
            } else {
                others.add(node.getKind().sql);
                node.accept(this);
            }
        }

        private void add(SqlIdentifier table) {
            List<String> name = table.names;
            if (name.size() == 1 && queries.contains(name.get(0).toLowerCase(Locale.ROOT))) {
                return;
            }
            Optional<SystemTable> ofServer = SystemTable.of(name);
            if (ofServer.isPresent()) {
                system.add(ofServer.get());
                return;
            }
            int last = name.size() - 1;
            boolean isOurs = InformationPlanner.isOurs(name) && catalogs.contains(last == 1 ? catalog : name.get(0));
            if (!isOurs) {
                others.add(String.join(".", name));
                return;
            }
            information.add(InformationTable.of(name.get(last)).orElseThrow(() -> unknown(name)));
        }

        private static InformationException unknown(List<String> name) {
            String known = Arrays.stream(InformationTable.values())
                    .map(InformationTable::key)
                    .collect(Collectors.joining(", "));
            return new InformationException(
                    Reason.UNKNOWN_TABLE,
                    "There is no table %s (expected in information_schema: one of %s)"
                            .formatted(String.join(".", name), known));
        }
    }
}
