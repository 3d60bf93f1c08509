package io.lakeflight.planner.simple;

import io.lakeflight.planner.simple.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads a {@link SimpleQuery}; gives up at the first thing that does not belong into one. */
final class QueryParser {
    private static final int LONGEST = 2_000;

    /** Words that behind a column or a table might be something other than its alias. */
    private static final Set<String> NO_ALIASES = Set.of(
            "and",
            "anti",
            "as",
            "asc",
            "between",
            "cluster",
            "collate",
            "cross",
            "desc",
            "distribute",
            "div",
            "else",
            "end",
            "except",
            "exists",
            "fetch",
            "filter",
            "for",
            "from",
            "full",
            "group",
            "having",
            "ignore",
            "ilike",
            "in",
            "inner",
            "intersect",
            "into",
            "is",
            "join",
            "lateral",
            "left",
            "like",
            "limit",
            "minus",
            "natural",
            "not",
            "nulls",
            "offset",
            "on",
            "or",
            "order",
            "over",
            "pivot",
            "qualify",
            "regexp",
            "respect",
            "right",
            "rlike",
            "select",
            "semi",
            "set",
            "sort",
            "system_time",
            "system_version",
            "tablesample",
            "then",
            "timestamp",
            "union",
            "unpivot",
            "using",
            "values",
            "version",
            "watermark",
            "when",
            "where",
            "window",
            "with",
            "within",
            "without");

    private final Tokens tokens;
    private final ConstantParser constants;

    private QueryParser(Tokens tokens) {
        this.tokens = tokens;
        this.constants = new ConstantParser(tokens);
    }

    static Optional<SimpleQuery> parse(String sql) {
        if (sql.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QueryParser(Tokens.of(sql)).query());
        } catch (NotSimple e) {
            return Optional.empty();
        }
    }

    private SimpleQuery query() throws NotSimple {
        if (tokens.take("values")) {
            return values();
        }
        tokens.require("select");
        List<Selected> selected = new ArrayList<>();
        do {
            selected.add(selected());
        } while (tokens.take(','));
        Optional<List<String>> table = Optional.empty();
        String qualifier = "";
        if (tokens.take("from")) {
            List<String> name = path();
            table = Optional.of(name);
            qualifier = alias().orElse(name.get(name.size() - 1));
        }
        boolean isEmpty = tokens.take("where") && !constants.expression().flag();
        if (tokens.take("limit")) {
            isEmpty |= limit() == 0;
        }
        tokens.requireEnd();
        if (table.isPresent() && !isEmpty) {
            throw new NotSimple();
        }
        List<SimpleQuery.Item> items = new ArrayList<>();
        for (Selected each : selected) {
            items.add(each.item(table.isPresent(), qualifier));
        }
        return new SimpleQuery(table, items, isEmpty);
    }

    /** A single row of values; of several, Spark finds common types. */
    private SimpleQuery values() throws NotSimple {
        boolean brackets = tokens.take('(');
        List<SimpleQuery.Item> items = new ArrayList<>();
        do {
            items.add(new SimpleQuery.Value(constants.expression().requireSure(), "col" + (items.size() + 1)));
        } while (brackets && tokens.take(','));
        if (brackets) {
            tokens.require(')');
        }
        tokens.requireEnd();
        return new SimpleQuery(Optional.empty(), items, false);
    }

    /** What stands between SELECT and FROM, before it is known what it is selected from. */
    private interface Selected {
        SimpleQuery.Item item(boolean hasTable, String qualifier) throws NotSimple;
    }

    private Selected selected() throws NotSimple {
        if (tokens.take('*')) {
            return (hasTable, qualifier) -> column(List.of(), hasTable, qualifier, new SimpleQuery.AllColumns());
        }
        if (isPath()) {
            return columns();
        }
        Constant constant = constants.expression();
        String as = alias().orElse(constant.name());
        return (hasTable, qualifier) -> new SimpleQuery.Value(constant, as);
    }

    /** Whether a column's name follows, rather than a word such as TRUE or a function. */
    private boolean isPath() {
        boolean isName = tokens.peek().kind() == Kind.NAME
                || (tokens.peek().kind() == Kind.WORD && !ConstantParser.isKeyword(tokens.peek()));
        return isName && !tokens.peek(1).is('(');
    }

    private Selected columns() throws NotSimple {
        List<String> path = new ArrayList<>(List.of(name()));
        while (tokens.take('.')) {
            if (tokens.take('*')) {
                return (hasTable, qualifier) -> column(path, hasTable, qualifier, new SimpleQuery.AllColumns());
            }
            path.add(name());
        }
        String name = path.get(path.size() - 1);
        SimpleQuery.Column column = new SimpleQuery.Column(name, alias().orElse(name));
        List<String> before = path.subList(0, path.size() - 1);
        return (hasTable, qualifier) -> column(before, hasTable, qualifier, column);
    }

    /** @param before the column's name; none, or the table's alias or last part */
    private static SimpleQuery.Item column(
            List<String> before, boolean hasTable, String qualifier, SimpleQuery.Item column) throws NotSimple {
        boolean known = before.isEmpty()
                || (before.size() == 1
                        && before.get(0).toLowerCase(Locale.ROOT).equals(qualifier.toLowerCase(Locale.ROOT)));
        if (!hasTable || !known) {
            throw new NotSimple();
        }
        return column;
    }

    private List<String> path() throws NotSimple {
        List<String> parts = new ArrayList<>();
        do {
            parts.add(name());
        } while (tokens.take('.'));
        return parts;
    }

    private String name() throws NotSimple {
        Token token = tokens.take();
        if (token.kind() == Kind.NAME || (token.kind() == Kind.WORD && !isReserved(token))) {
            return token.text();
        }
        throw new NotSimple();
    }

    private Optional<String> alias() throws NotSimple {
        if (tokens.take("as")) {
            return Optional.of(name());
        }
        boolean follows =
                tokens.peek().kind() == Kind.NAME || (tokens.peek().kind() == Kind.WORD && !isReserved(tokens.peek()));
        return follows ? Optional.of(name()) : Optional.empty();
    }

    private static boolean isReserved(Token word) {
        return NO_ALIASES.contains(word.text().toLowerCase(Locale.ROOT));
    }

    private int limit() throws NotSimple {
        Token digits = tokens.take();
        if (digits.kind() != Kind.DIGITS || digits.text().length() > 9) {
            throw new NotSimple();
        }
        return Integer.parseInt(digits.text());
    }
}
