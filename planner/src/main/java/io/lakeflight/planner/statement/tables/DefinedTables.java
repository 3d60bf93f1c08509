package io.lakeflight.planner.statement.tables;

import io.lakeflight.planner.statement.words.SqlToken;
import io.lakeflight.planner.statement.words.SqlToken.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tables and views that a statement makes, alters, empties or drops, of statements without a query within: {@code DROP
 * TABLE t}, {@code ALTER TABLE t …}, {@code TRUNCATE TABLE t}, {@code CREATE TABLE t (…)}, which Calcite does not read.
 */
public final class DefinedTables {
    private static final Set<String> VERBS = Set.of("alter", "create", "drop", "replace", "truncate");
    private static final Set<String> BEFORE_KIND = Set.of("or", "replace", "external");
    private static final Set<String> KINDS = Set.of("table", "view");
    /** With one of them there may be a query, or a table of another name. */
    private static final Set<String> OF_QUERIES =
            Set.of("as", "from", "identifier", "like", "map", "reduce", "select", "table", "values", "with");

    private final List<SqlToken> tokens;
    private int next;

    private DefinedTables(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /** Their names as written, in their parts; empty if it is any other statement. */
    public static Optional<Set<List<String>>> of(List<SqlToken> tokens) {
        return new DefinedTables(tokens).read();
    }

    private Optional<Set<List<String>>> read() {
        boolean isAltered = at(0).is("alter");
        if (!at(0).isOneOf(VERBS)) {
            return Optional.empty();
        }
        next++;
        while (at(0).isOneOf(BEFORE_KIND)) {
            next++;
        }
        boolean isKnown = at(0).isOneOf(KINDS);
        next++;
        if (!isKnown || mayHaveQuery()) {
            return Optional.empty();
        }
        passIf();
        Set<List<String>> names = new LinkedHashSet<>();
        names.add(name());
        if (isAltered && at(0).is("rename") && at(1).is("to")) {
            next += 2;
            names.add(name());
        }
        return names.contains(List.of()) ? Optional.empty() : Optional.of(names);
    }

    private boolean mayHaveQuery() {
        return tokens.subList(Math.min(next, tokens.size()), tokens.size()).stream()
                .anyMatch(token -> token.isOneOf(OF_QUERIES));
    }

    /** {@code IF EXISTS} or {@code IF NOT EXISTS}. */
    private void passIf() {
        boolean isNot = at(1).is("not");
        if (at(0).is("if") && at(isNot ? 2 : 1).is("exists")) {
            next += isNot ? 3 : 2;
        }
    }

    /** Passes a name with dots; without parts if there is none. */
    private List<String> name() {
        List<String> parts = new ArrayList<>();
        while (at(0).kind() == Kind.WORD || at(0).kind() == Kind.NAME) {
            parts.add(at(0).name());
            next++;
            if (!at(0).isSymbol(".")) {
                return parts;
            }
            next++;
        }
        return List.of();
    }

    /** Something that is neither word nor symbol behind the last one. */
    private SqlToken at(int ahead) {
        int index = next + ahead;
        return index < tokens.size() ? tokens.get(index) : new SqlToken(Kind.SYMBOL, "", true);
    }
}
