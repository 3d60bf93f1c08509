package io.lakeflight.planner.simple;

import io.lakeflight.planner.simple.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final Map<String, SimpleQuery.SessionFact> FACTS = Map.of(
            "current_catalog", SimpleQuery.SessionFact.CATALOG,
            "current_schema", SimpleQuery.SessionFact.SCHEMA,
            "current_database", SimpleQuery.SessionFact.SCHEMA,
            "current_user", SimpleQuery.SessionFact.USER,
            "session_user", SimpleQuery.SessionFact.USER,
            "user", SimpleQuery.SessionFact.USER);

    private static final Map<String, SimpleQuery.Function> AGGREGATES = Map.of(
            "count", SimpleQuery.Function.COUNT,
            "min", SimpleQuery.Function.MIN,
            "max", SimpleQuery.Function.MAX);

    /** Those need no brackets, where no column can be meant. */
    private static final Set<String> USERS = Set.of("current_user", "session_user", "user");

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
        Source source = tokens.take("from") ? source() : new Source(Optional.empty(), Optional.empty());
        boolean isEmpty = tokens.take("where") && !constants.expression().flag();
        if (tokens.take("limit")) {
            isEmpty |= limit() == 0;
        }
        tokens.requireEnd();
        List<SimpleQuery.Item> items = new ArrayList<>();
        for (Selected each : selected) {
            items.add(each.item(source));
        }
        requireTold(items, source, isEmpty);
        return new SimpleQuery(source.table(), items, isEmpty);
    }

    /** Rows of a table are not looked at, and of no rows the count is a row, too. */
    private static void requireTold(List<SimpleQuery.Item> items, Source source, boolean isEmpty) throws NotSimple {
        boolean aggregates = items.stream().anyMatch(SimpleQuery.Aggregate.class::isInstance);
        boolean alone = items.stream()
                .noneMatch(item -> item instanceof SimpleQuery.Column || item instanceof SimpleQuery.AllColumns);
        boolean isTold =
                aggregates ? alone && !isEmpty : isEmpty || source.table().isEmpty();
        if (!isTold) {
            throw new NotSimple();
        }
    }

    /** @param qualifier by which the columns of the table may be named; a query in brackets need not have one */
    private record Source(Optional<List<String>> table, Optional<String> qualifier) {}

    /** A table, or all of one in brackets: so some tools put a query of their user's into one of their own. */
    private Source source() throws NotSimple {
        if (!tokens.take('(')) {
            List<String> name = path();
            String qualifier = alias().orElse(name.get(name.size() - 1));
            return new Source(Optional.of(name), Optional.of(qualifier));
        }
        tokens.require("select");
        tokens.require('*');
        tokens.require("from");
        List<String> name = path();
        alias();
        tokens.require(')');
        return new Source(Optional.of(name), alias());
    }

    /** Rows whose values are of the same types; of others, Spark finds common ones. */
    private SimpleQuery values() throws NotSimple {
        List<Constant> first = row();
        List<List<Constant>> others = new ArrayList<>();
        while (tokens.take(',')) {
            others.add(alike(first, row()));
        }
        tokens.requireEnd();
        List<SimpleQuery.Item> items = new ArrayList<>();
        for (Constant value : first) {
            items.add(new SimpleQuery.Value(value, "col" + (items.size() + 1)));
        }
        return new SimpleQuery(Optional.empty(), items, false, others);
    }

    private List<Constant> row() throws NotSimple {
        boolean brackets = tokens.take('(');
        List<Constant> values = new ArrayList<>();
        do {
            values.add(constants.expression().requireSure());
        } while (brackets && tokens.take(','));
        if (brackets) {
            tokens.require(')');
        }
        return values;
    }

    private static List<Constant> alike(List<Constant> first, List<Constant> other) throws NotSimple {
        boolean isAlike = first.size() == other.size();
        for (int index = 0; isAlike && index < first.size(); index++) {
            isAlike = first.get(index).isOfTypeOf(other.get(index));
        }
        if (!isAlike) {
            throw new NotSimple();
        }
        return other;
    }

    /** What stands between SELECT and FROM, before it is known what it is selected from. */
    private interface Selected {
        SimpleQuery.Item item(Source source) throws NotSimple;
    }

    private Selected selected() throws NotSimple {
        if (tokens.take('*')) {
            return source -> column(List.of(), source, new SimpleQuery.AllColumns());
        }
        if (constants.isTime()) {
            return constant();
        }
        if (isPath()) {
            return columns();
        }
        boolean isCall = tokens.peek().kind() == Kind.WORD && tokens.peek(1).is('(');
        String function = isCall ? lower(tokens.peek().text()) : "";
        SimpleQuery.Function aggregate = AGGREGATES.get(function);
        if (aggregate != null) {
            return aggregate(aggregate, function);
        }
        SimpleQuery.SessionFact fact = FACTS.get(function);
        if (fact != null && tokens.peek(2).is(')')) {
            for (int passed = 0; passed < 3; passed++) {
                tokens.take();
            }
            String name = function.equals("current_database") ? "current_schema" : function;
            String as = alias().orElse(name + "()");
            return source -> new SimpleQuery.Fact(fact, as);
        }
        return constant();
    }

    private Selected constant() throws NotSimple {
        Constant constant = constants.expression();
        String as = alias().orElse(constant.name());
        return source -> new SimpleQuery.Value(constant, as);
    }

    private Selected aggregate(SimpleQuery.Function function, String name) throws NotSimple {
        tokens.take();
        tokens.require('(');
        Token counted = tokens.peek();
        // A column may have the name 1.
        boolean isOne = counted.kind() == Kind.DIGITS && counted.text().equals("1");
        boolean ofRows = function == SimpleQuery.Function.COUNT
                && (counted.is('*') || isOne)
                && tokens.peek(1).is(')');
        if (ofRows) {
            tokens.take();
            tokens.require(')');
            String as = alias().orElse("count(1)");
            return source ->
                    column(List.of(), source, new SimpleQuery.Aggregate(SimpleQuery.Function.COUNT_ROWS, "", as));
        }
        if (!isPath()) {
            throw new NotSimple();
        }
        List<String> path = path();
        tokens.require(')');
        String column = path.get(path.size() - 1);
        String as = alias().orElse("%s(%s)".formatted(name, column));
        List<String> before = path.subList(0, path.size() - 1);
        return source -> column(before, source, new SimpleQuery.Aggregate(function, column, as));
    }

    /** Whether a column's name follows, rather than a word such as TRUE or a function. */
    private boolean isPath() {
        boolean isName = tokens.peek().kind() == Kind.NAME
                || (tokens.peek().kind() == Kind.WORD && !ConstantParser.isKeyword(tokens.peek()));
        return isName && !tokens.peek(1).is('(');
    }

    private Selected columns() throws NotSimple {
        boolean isWord = tokens.peek().kind() == Kind.WORD;
        List<String> path = new ArrayList<>(List.of(name()));
        while (tokens.take('.')) {
            if (tokens.take('*')) {
                return source -> column(path, source, new SimpleQuery.AllColumns());
            }
            path.add(name());
        }
        String name = path.get(path.size() - 1);
        Optional<String> alias = alias();
        SimpleQuery.Column column = new SimpleQuery.Column(name, alias.orElse(name));
        List<String> before = path.subList(0, path.size() - 1);
        SimpleQuery.Item user = new SimpleQuery.Fact(SimpleQuery.SessionFact.USER, alias.orElse("current_user()"));
        boolean mayBeUser = isWord && before.isEmpty() && USERS.contains(lower(name));
        return source -> mayBeUser && source.table().isEmpty() ? user : column(before, source, column);
    }

    /** @param before the column's name; none, or the table's alias or last part */
    private static SimpleQuery.Item column(List<String> before, Source source, SimpleQuery.Item column)
            throws NotSimple {
        boolean known = before.isEmpty()
                || (before.size() == 1
                        && source.qualifier()
                                .filter(qualifier -> lower(qualifier).equals(lower(before.get(0))))
                                .isPresent());
        if (source.table().isEmpty() || !known) {
            throw new NotSimple();
        }
        return column;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
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
