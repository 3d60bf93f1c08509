package io.lakeflight.planner.statement.variation;

import io.lakeflight.planner.SparkString;
import io.lakeflight.planner.statement.variation.Variation.Cause;
import io.lakeflight.planner.statement.words.SparkFunctions;
import io.lakeflight.planner.statement.words.SqlToken;
import io.lakeflight.planner.statement.words.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.util.NlsString;

/**
 * Finds what may make a query's answer another one the next time. It looks at every word of the text, whatever Calcite
 * makes of it: a name before a bracket is a function, and one that is not known to be repeatable is not.
 */
public final class VariationFinder {
    /** Of constants these make no text that could stand for a day. */
    private static final Set<String> MAKING_NO_TEXT = Set.of(
            "add_months",
            "array",
            "cast",
            "coalesce",
            "count",
            "date",
            "date_add",
            "date_diff",
            "date_sub",
            "date_trunc",
            "dateadd",
            "datediff",
            "day",
            "explode",
            "hour",
            "if",
            "last_day",
            "length",
            "map",
            "max",
            "min",
            "minute",
            "month",
            "months_between",
            "named_struct",
            "nullif",
            "nvl",
            "range",
            "row",
            "second",
            "stack",
            "struct",
            "sum",
            "table",
            "timestamp",
            "to_date",
            "to_timestamp",
            "trunc",
            "try_cast",
            "year");

    /** What Spark takes for a day when a text becomes one; a time zone may follow. */
    private static final List<String> DAYS = List.of("now", "today", "tomorrow", "yesterday");

    private final List<SqlToken> tokens;
    private final List<Variation> found = new ArrayList<>();

    private VariationFinder(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /** The one about which least is known; empty if the answer is always the same. */
    public static Optional<Variation> find(List<SqlToken> tokens, SqlNode statement) {
        VariationFinder finder = new VariationFinder(tokens);
        finder.words();
        finder.strings();
        finder.constants(statement);
        return finder.found.stream().max(Comparator.comparing(Variation::cause));
    }

    private void add(Cause cause, String reason) {
        found.add(new Variation(cause, reason));
    }

    private void words() {
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.isSymbol("?") || token.isSymbol(":")) {
                add(Cause.PARAMETERS, "it has parameters");
            } else if (token.is("tablesample")) {
                add(Cause.UNKNOWN, "a sample is of other rows each time");
            } else if (token.kind() == Kind.WORD || token.kind() == Kind.NAME) {
                name(token, isSymbol(i - 1, "."), isSymbol(i + 1, "("), isSymbol(i + 1, "."));
            }
        }
    }

    private boolean isSymbol(int index, String symbol) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isSymbol(symbol);
    }

    private void name(SqlToken token, boolean isQualified, boolean isCall, boolean isQualifier) {
        String name = token.name().toLowerCase(Locale.ROOT);
        boolean isFunction = isCall && !(token.kind() == Kind.WORD && SparkFunctions.mayStandBeforeBrackets(name));
        boolean isBare = !isCall && !isQualified && !isQualifier && SparkFunctions.needsNoBrackets(name);
        if (!isFunction && !isBare) {
            return;
        }
        if (isQualified) {
            add(Cause.UNKNOWN, "function " + name + " is not known to be repeatable");
        } else if (SparkFunctions.tellsTime(name)) {
            add(Cause.TIME, name + " tells the time");
        } else if (SparkFunctions.tellsSession(name)) {
            add(Cause.SESSION, name + " depends on the session");
        } else if (!isFunction || !SparkFunctions.isRepeatable(name)) {
            add(Cause.UNKNOWN, "function " + name + " is not known to be repeatable");
        }
    }

    /** Strings one after the other are one string. */
    private void strings() {
        StringBuilder value = new StringBuilder();
        for (SqlToken token : tokens) {
            // To a session whose double quotes are of strings a name is one.
            if (token.kind() == Kind.STRING || token.kind() == Kind.NAME) {
                value.append(value(token));
                day(value.toString());
            } else {
                value.setLength(0);
            }
        }
    }

    private static String value(SqlToken token) {
        String text = token.text();
        int start = Character.isLetter(text.charAt(0)) ? 2 : 1;
        String inner = text.substring(Math.min(start, text.length()), Math.max(start, text.length() - 1));
        return start == 2 ? inner : SparkString.unescaped(inner.replace("''", "'"));
    }

    private void day(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        DAYS.stream()
                .filter(trimmed::startsWith)
                .findFirst()
                .ifPresent(day -> add(Cause.TIME, "'" + day + "' may stand for a day that depends on today's"));
    }

    /** Texts that are made of others may be such a day, too. */
    private void constants(SqlNode statement) {
        List<SqlNode> nodes = new ArrayList<>();
        Deque<SqlNode> open = new ArrayDeque<>(List.of(statement));
        while (!open.isEmpty()) {
            SqlNode node = open.pop();
            nodes.add(node);
            inner(node).forEach(open::push);
        }
        // Every node stands behind the one that it is part of.
        Set<SqlNode> withColumns = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<SqlNode> withTexts = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            SqlNode node = nodes.get(i);
            List<SqlNode> inner = inner(node);
            if (node instanceof SqlIdentifier || inner.stream().anyMatch(withColumns::contains)) {
                withColumns.add(node);
            } else if (isText(node) || inner.stream().anyMatch(withTexts::contains)) {
                withTexts.add(node);
                constant(node);
            }
        }
    }

    private static boolean isText(SqlNode node) {
        return node instanceof SqlLiteral literal && literal.getValue() instanceof NlsString;
    }

    private void constant(SqlNode node) {
        if (node instanceof SqlCall call) {
            String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
            boolean isFunction = call.getOperator() instanceof SqlFunction && !MAKING_NO_TEXT.contains(name);
            if (isFunction || name.equals("||")) {
                add(Cause.TIME, name + " of constants may make a text that stands for today");
            }
        }
    }

    private static List<SqlNode> inner(SqlNode node) {
        List<SqlNode> inner = List.of();
        if (node instanceof SqlCall call) {
            inner = call.getOperandList();
        } else if (node instanceof SqlNodeList list) {
            inner = list.getList();
        }
        return inner.stream().filter(Objects::nonNull).toList();
    }
}
