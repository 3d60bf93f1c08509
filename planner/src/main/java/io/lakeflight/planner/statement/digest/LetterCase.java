package io.lakeflight.planner.statement.digest;

import io.lakeflight.planner.statement.words.SparkFunctions;
import io.lakeflight.planner.statement.words.SqlToken;
import io.lakeflight.planner.statement.words.SqlToken.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells of each word of a query that Calcite has read whether its letter case means nothing.
 *
 * <p>To Spark names are the same in any case, but results have columns, and structs have fields, by the names that the
 * query writes. So the case of a name counts, unless it stands in a condition, an ORDER BY, or a column that AS gives another
 * name; and there not within a function that may look at names, such as {@code struct(A)}, nor behind a dot. Names of tables are in the
 * hands of their catalogs. The case of a keyword counts where it could be a name as well.
 */
final class LetterCase {
    /** Words that Calcite's Babel grammar takes for nothing but keywords. */
    static final Set<String> RESERVED = Set.of(
            "by",
            "case",
            "cross",
            "distinct",
            "except",
            "fetch",
            "from",
            "full",
            "group",
            "having",
            "in",
            "inner",
            "intersect",
            "join",
            "lateral",
            "left",
            "limit",
            "minus",
            "natural",
            "null",
            "offset",
            "on",
            "order",
            "outer",
            "over",
            "partition",
            "right",
            "rows",
            "select",
            "tablesample",
            "then",
            "union",
            "using",
            "values",
            "when",
            "where",
            "window",
            "with");

    private static final Set<String> JOINING =
            Set.of("cross", "full", "inner", "join", "lateral", "left", "natural", "outer", "right");

    private static final Set<String> BEGINNING = Set.of("from", "select", "table", "values", "with");

    /** Functions whose results have no names in them. */
    private static final Set<String> BLIND = Set.of(
            "abs",
            "avg",
            "cast",
            "ceil",
            "coalesce",
            "concat",
            "contains",
            "count",
            "date",
            "date_add",
            "date_sub",
            "date_trunc",
            "datediff",
            "day",
            "endswith",
            "floor",
            "hour",
            "if",
            "ifnull",
            "in",
            "length",
            "lower",
            "max",
            "min",
            "minute",
            "month",
            "nullif",
            "nvl",
            "quarter",
            "round",
            "second",
            "startswith",
            "substr",
            "substring",
            "sum",
            "to_date",
            "to_timestamp",
            "trim",
            "trunc",
            "upper",
            "year");

    private final List<SqlToken> tokens;
    private final boolean[] ignored;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** What the words within a pair of brackets, or outside of all, are part of. */
    private static final class Level {
        private final boolean isQuery;
        /** Whether the case of names does not count here. */
        private boolean ignoresNames;

        private boolean isSelectList;
        private boolean isFrom;
        private final boolean isCast;

        Level(boolean isQuery, boolean ignoresNames, boolean isCast) {
            this.isQuery = isQuery;
            this.ignoresNames = ignoresNames;
            this.isCast = isCast;
        }
    }

    private LetterCase(List<SqlToken> tokens) {
        this.tokens = tokens;
        this.ignored = new boolean[tokens.size()];
        levels.push(new Level(true, false, false));
    }

    /** For each token. */
    static boolean[] ignored(List<SqlToken> tokens) {
        if (hasNestedType(tokens)) {
            // The names of its fields are columns' types.
            return new boolean[tokens.size()];
        }
        LetterCase letterCase = new LetterCase(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            letterCase.pass(i);
        }
        return letterCase.ignored;
    }

    private static boolean hasNestedType(List<SqlToken> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean isNested = tokens.get(i).isOneOf(Set.of("array", "map", "struct"));
            if (isNested && tokens.get(i + 1).text().startsWith("<")) {
                return true;
            }
        }
        return false;
    }

    private void pass(int i) {
        SqlToken token = tokens.get(i);
        if (token.isSymbol("(") || token.isSymbol("[")) {
            levels.push(inside(i));
        } else if ((token.isSymbol(")") || token.isSymbol("]")) && levels.size() > 1) {
            levels.pop();
        } else if (token.isSymbol(",")) {
            comma(i);
        } else if (token.kind() == Kind.WORD || token.kind() == Kind.NAME) {
            boolean isKeyword = isKeyword(i);
            if (isKeyword && levels.element().isQuery) {
                clause(i);
            }
            ignored[i] =
                    isKeyword || isAs(i) || isFunction(i) || isType(i) || (levels.element().ignoresNames && !counts(i));
        }
    }

    private Level inside(int open) {
        SqlToken first = at(open + 1);
        if (first.isOneOf(BEGINNING)) {
            return new Level(true, false, false);
        }
        SqlToken before = at(open - 1);
        boolean isName = before.kind() == Kind.WORD || before.kind() == Kind.NAME;
        boolean isBlind = !isName || before.isOneOf(BLIND) || isKeyword(open - 1) || isOperator(before);
        boolean isCall = before.isOneOf(BLIND);
        boolean ignores = levels.element().ignoresNames && isBlind && (isCall || !hasComma(open));
        return new Level(false, ignores, before.is("cast") || before.is("try_cast"));
    }

    private static boolean isOperator(SqlToken token) {
        return token.is("and") || token.is("or") || token.is("not");
    }

    /** Whether what is in the brackets is a list: in brackets of their own several values are a struct. */
    private boolean hasComma(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            depth += text.equals("(") || text.equals("[") ? 1 : text.equals(")") || text.equals("]") ? -1 : 0;
            if (depth == 0) {
                return false;
            }
            if (depth == 1 && text.equals(",")) {
                return true;
            }
        }
        return true;
    }

    private void clause(int i) {
        SqlToken token = tokens.get(i);
        Level level = levels.element();
        boolean isCondition = token.is("where") || token.is("having") || token.is("on") || token.is("order");
        if (token.is("select")) {
            level.isSelectList = true;
            level.isFrom = false;
            level.ignoresNames = isRenamed(i + 1);
        } else if (token.is("from") && !at(i - 1).is("distinct")) {
            level.isSelectList = false;
            level.isFrom = true;
            level.ignoresNames = false;
        } else if (isCondition) {
            level.isSelectList = false;
            level.isFrom &= token.is("on");
            level.ignoresNames = true;
        } else if (level.isFrom && token.isOneOf(JOINING)) {
            level.ignoresNames = false;
        } else if (!level.isSelectList && isEnd(token)) {
            level.isFrom = false;
            level.ignoresNames = false;
        }
    }

    /** What ends a condition or a list, so far as it is not one that begins another. */
    private static boolean isEnd(SqlToken token) {
        return token.isOneOf(
                Set.of("group", "union", "except", "intersect", "minus", "window", "with", "values", "partition"));
    }

    private void comma(int i) {
        Level level = levels.element();
        if (level.isQuery && level.isSelectList) {
            level.ignoresNames = isRenamed(i + 1);
        } else if (level.isQuery && level.isFrom) {
            level.ignoresNames = false;
        }
    }

    /** Whether the column of a select list that begins there ends with AS and a name. */
    private boolean isRenamed(int start) {
        int depth = 0;
        int end = start;
        for (; end < tokens.size(); end++) {
            String text = tokens.get(end).text();
            if (depth == 0 && (text.equals(",") || text.equals(")") || isEndOfList(end))) {
                break;
            }
            depth += text.equals("(") || text.equals("[") ? 1 : text.equals(")") || text.equals("]") ? -1 : 0;
        }
        Kind last = at(end - 1).kind();
        boolean isName = (last == Kind.WORD || last == Kind.NAME) && !isKeyword(end - 1);
        return end - start >= 3 && at(end - 2).is("as") && isName;
    }

    private boolean isEndOfList(int i) {
        SqlToken token = tokens.get(i);
        boolean ends = token.isOneOf(Set.of(
                "from",
                "where",
                "group",
                "having",
                "order",
                "limit",
                "offset",
                "fetch",
                "union",
                "except",
                "intersect",
                "minus",
                "window",
                "qualify"));
        boolean isWithin = at(i - 1).is("distinct") || at(i - 1).is("within");
        return ends && !isWithin && isKeyword(i);
    }

    private boolean isKeyword(int i) {
        return at(i).isOneOf(RESERVED) && !at(i - 1).isSymbol(".") && !at(i + 1).isSymbol(".") && !isCallOf(i);
    }

    /** What a column of the result, or of a query within, is called; behind a dot there may be the key of a map. */
    private boolean counts(int i) {
        boolean isResult = levels.element().isQuery
                && levels.element().isSelectList
                && at(i - 1).is("as");
        return isResult || at(i - 1).isSymbol(".") || at(i - 1).isSymbol(":");
    }

    /** LEFT and RIGHT are functions, too. */
    private boolean isCallOf(int i) {
        return (at(i).is("left") || at(i).is("right")) && at(i + 1).isSymbol("(");
    }

    /** AS may be a name where one could begin. */
    private boolean isAs(int i) {
        SqlToken before = at(i - 1);
        SqlToken after = at(i + 1);
        boolean endsValue = before.isSymbol(")")
                || before.isSymbol("]")
                || before.kind() == Kind.NUMBER
                || before.kind() == Kind.STRING
                || before.kind() == Kind.NAME
                || (before.kind() == Kind.WORD && !isKeyword(i - 1));
        boolean beginsName =
                after.isSymbol("(") || after.kind() == Kind.NAME || (after.kind() == Kind.WORD && !isKeyword(i + 1));
        return tokens.get(i).is("as") && endsValue && beginsName;
    }

    private boolean isFunction(int i) {
        String name = tokens.get(i).name().toLowerCase(Locale.ROOT);
        boolean isKnown = SparkFunctions.isRepeatable(name)
                || SparkFunctions.tellsTime(name)
                || SparkFunctions.tellsSession(name);
        return isKnown && at(i + 1).isSymbol("(") && !at(i - 1).isSymbol(".");
    }

    /** INT in {@code CAST(x AS INT)}. */
    private boolean isType(int i) {
        return levels.element().isCast
                && at(i - 1).is("as")
                && (at(i + 1).isSymbol(")") || at(i + 1).isSymbol("("))
                && tokens.get(i).kind() == Kind.WORD;
    }

    /** Something that is neither word nor symbol before the first and behind the last one. */
    private SqlToken at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new SqlToken(Kind.SYMBOL, "", true);
    }
}
