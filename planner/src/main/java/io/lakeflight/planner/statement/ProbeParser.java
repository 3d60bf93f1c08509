package io.lakeflight.planner.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Probe}; gives up at the first thing that does not belong into one. */
final class ProbeParser {
    private static final int LONGEST = 2_000;
    private static final Pattern SELECT = Pattern.compile("(?i)\\bselect\\b");
    private static final Pattern FROM = Pattern.compile("(?i)\\bfrom\\b");
    private static final Pattern EMPTY = Pattern.compile(
            "(?i)\\b(limit|first|next)\\s+0\\b|\\bwhere\\s*\\(?\\s*(\\d+\\s*(=|<>|!=)\\s*\\d+|false\\b)");
    /** Spark reads escapes where Calcite reads a backslash. */
    private static final Pattern STRANGE = Pattern.compile("[\\\\{]");

    private final List<String> qualifiers = new ArrayList<>();

    private ProbeParser() {}

    static Optional<Probe> parse(String sql) {
        boolean isCandidate = sql.length() <= LONGEST
                && SELECT.matcher(sql).find()
                && (EMPTY.matcher(sql).find() || !FROM.matcher(sql).find())
                && !STRANGE.matcher(sql).find();
        if (!isCandidate) {
            return Optional.empty();
        }
        return StatementReader.parse(sql).flatMap(statement -> new ProbeParser().probe(statement));
    }

    private Optional<Probe> probe(SqlNode statement) {
        SqlNode query = statement;
        boolean isEmpty = false;
        if (statement instanceof SqlOrderBy ordered) {
            if (!ordered.orderList.isEmpty() || ordered.offset != null || !isZero(ordered.fetch)) {
                return Optional.empty();
            }
            isEmpty = true;
            query = ordered.query;
        }
        if (!(query instanceof SqlSelect select) || !isPlain(select)) {
            return Optional.empty();
        }
        if (select.getWhere() != null) {
            if (!isFalse(select.getWhere())) {
                return Optional.empty();
            }
            isEmpty = true;
        }
        Optional<List<String>> table = Optional.empty();
        if (select.getFrom() != null) {
            table = table(select.getFrom());
            if (table.isEmpty() || !isEmpty) {
                return Optional.empty();
            }
        }
        List<Probe.Item> items = items(select, table.isPresent());
        return items.isEmpty() ? Optional.empty() : Optional.of(new Probe(table, items, isEmpty));
    }

    private static boolean isPlain(SqlSelect select) {
        return !select.isDistinct()
                && select.getGroup() == null
                && select.getHaving() == null
                && select.getQualify() == null
                && select.getWindowList().isEmpty()
                && select.getOffset() == null
                && select.getFetch() == null
                && !select.hasHints();
    }

    private static boolean isZero(@Nullable SqlNode fetch) {
        return fetch instanceof SqlLiteral literal
                && literal.getTypeName() == SqlTypeName.DECIMAL
                && literal.bigDecimalValue() != null
                && literal.bigDecimalValue().signum() == 0;
    }

    /** Comparisons of whole numbers, and FALSE. */
    private static boolean isFalse(SqlNode condition) {
        if (condition instanceof SqlLiteral literal) {
            return Boolean.FALSE.equals(literal.getValue());
        }
        if (!(condition instanceof SqlCall call) || call.operandCount() != 2) {
            return false;
        }
        BigDecimal left = number(call.operand(0));
        BigDecimal right = number(call.operand(1));
        if (left == null || right == null) {
            return false;
        }
        return switch (call.getKind()) {
            case EQUALS -> left.compareTo(right) != 0;
            case NOT_EQUALS -> left.compareTo(right) == 0;
            default -> false;
        };
    }

    private static @Nullable BigDecimal number(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.DECIMAL
                ? literal.bigDecimalValue()
                : null;
    }

    private Optional<List<String>> table(SqlNode from) {
        if (from instanceof SqlIdentifier name) {
            qualifiers.add(name.names.get(name.names.size() - 1));
            return Optional.of(List.copyOf(name.names));
        }
        if (from.getKind() == SqlKind.AS
                && ((SqlCall) from).operandCount() == 2
                && ((SqlCall) from).operand(0) instanceof SqlIdentifier name
                && ((SqlCall) from).operand(1) instanceof SqlIdentifier alias) {
            qualifiers.add(alias.getSimple());
            return Optional.of(List.copyOf(name.names));
        }
        return Optional.empty();
    }

    /** Empty if one is of another kind. */
    private List<Probe.Item> items(SqlSelect select, boolean hasTable) {
        List<Probe.Item> items = new ArrayList<>();
        for (SqlNode node : select.getSelectList()) {
            Optional<Probe.Item> item = item(node, hasTable);
            if (item.isEmpty()) {
                return List.of();
            }
            items.add(item.get());
        }
        return items;
    }

    private Optional<Probe.Item> item(SqlNode node, boolean hasTable) {
        SqlNode value = node;
        String alias = null;
        if (node.getKind() == SqlKind.AS) {
            SqlCall call = (SqlCall) node;
            if (call.operandCount() != 2 || !(call.operand(1) instanceof SqlIdentifier name)) {
                return Optional.empty();
            }
            value = call.operand(0);
            alias = name.getSimple();
        }
        if (value instanceof SqlIdentifier name) {
            return hasTable ? column(name, alias) : Optional.empty();
        }
        return value instanceof SqlLiteral literal ? constant(literal, alias) : Optional.empty();
    }

    private Optional<Probe.Item> column(SqlIdentifier name, @Nullable String alias) {
        int parts = name.names.size();
        boolean known = parts == 1 || (parts == 2 && qualifiers.contains(name.names.get(0)));
        if (!known) {
            return Optional.empty();
        }
        if (name.isStar()) {
            return Optional.of(new Probe.AllColumns());
        }
        String column = name.names.get(parts - 1);
        return Optional.of(new Probe.Column(column, alias == null ? column : alias));
    }

    private static Optional<Probe.Item> constant(SqlLiteral literal, @Nullable String alias) {
        Object value = literal.getValue();
        if (value instanceof Boolean flag) {
            return Optional.of(new Probe.Constant(flag, alias == null ? flag.toString() : alias));
        }
        if (value instanceof NlsString text && literal.getTypeName() == SqlTypeName.CHAR && text.getCharset() == null) {
            String string = text.getValue();
            boolean isNamed = alias != null || (!string.isEmpty() && string.equals(string.strip()));
            return isNamed ? Optional.of(new Probe.Constant(string, alias == null ? string : alias)) : Optional.empty();
        }
        // Of numbers only those that Spark takes for an INT, and whose text is the one in its column's name.
        String text = literal.toString();
        if (literal.getTypeName() == SqlTypeName.DECIMAL && text.matches("0|[1-9][0-9]{0,8}")) {
            return Optional.of(
                    new Probe.Constant(Integer.valueOf(text), alias == null ? text.toLowerCase(Locale.ROOT) : alias));
        }
        return Optional.empty();
    }
}
