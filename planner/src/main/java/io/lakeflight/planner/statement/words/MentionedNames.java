package io.lakeflight.planner.statement.words;

import io.lakeflight.planner.statement.words.SqlToken.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every word and name in a statement: whatever columns it reads, they are among them, unless it reads some unnamed. */
public final class MentionedNames {
    /** Words by which columns are read that are not named. */
    private static final Set<String> UNNAMED = Set.of("identifier", "natural", "pivot", "table", "unpivot");

    private static final Set<String> BEFORE_STAR = Set.of("all", "distinct", "select");

    private MentionedNames() {}

    /** In small letters; empty if columns may be read that are not named. */
    public static Optional<Set<String>> of(List<SqlToken> tokens) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.isOneOf(UNNAMED) || (token.isSymbol("*") && isAllColumns(tokens, i))) {
                return Optional.empty();
            }
            if (token.kind() == Kind.WORD || token.kind() == Kind.NAME) {
                names.add(token.name().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.of(names);
    }

    /** Whether it is no product, and not that of {@code count(*)}. */
    private static boolean isAllColumns(List<SqlToken> tokens, int star) {
        SqlToken before = tokens.get(Math.max(0, star - 1));
        boolean isCount =
                before.isSymbol("(") && star > 1 && tokens.get(star - 2).is("count");
        boolean followsValue = before.isSymbol(")")
                || before.isSymbol("]")
                || (before.kind() != Kind.SYMBOL && !before.isOneOf(BEFORE_STAR));
        return !isCount && !followsValue;
    }
}
