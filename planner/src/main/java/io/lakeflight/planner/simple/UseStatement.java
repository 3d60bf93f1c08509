package io.lakeflight.planner.simple;

import io.lakeflight.planner.simple.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code USE catalog.schema} or {@code USE schema}.
 *
 * @param name in parts, without quotes
 */
public record UseStatement(List<String> name) {
    private static final int LONGEST = 1_000;

    public UseStatement {
        name = List.copyOf(name);
    }

    /** Reads a single statement; empty if it is any other, or names what is used by its kind. */
    public static Optional<UseStatement> parse(String sql) {
        if (sql.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Tokens tokens = Tokens.of(sql);
            tokens.require("use");
            List<String> name = new ArrayList<>();
            do {
                Token part = tokens.take();
                if (part.kind() != Kind.WORD && part.kind() != Kind.NAME) {
                    return Optional.empty();
                }
                name.add(part.text());
            } while (tokens.take('.'));
            tokens.requireEnd();
            return Optional.of(new UseStatement(name));
        } catch (NotSimple e) {
            return Optional.empty();
        }
    }
}
