package io.lakeflight.planner;

import io.lakeflight.planner.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a {@link BrowseStatement} word by word; gives up at the first thing that does not belong into one. */
final class BrowseParser {
    /** What DESCRIBE may be followed by besides a table's name. */
    private static final Set<String> OTHER_OBJECTS =
            Set.of("function", "catalog", "query", "procedure", "select", "with", "values", "from", "map", "reduce");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*+");

    private final String text;
    private final SqlLexer lexer;
    private Token token;

    private BrowseParser(String text) {
        this.text = text;
        this.lexer = new SqlLexer(text);
        this.token = lexer.next();
    }

    static Optional<BrowseStatement> parse(String text) {
        BrowseParser parser = new BrowseParser(text);
        try {
            BrowseStatement statement = parser.statement();
            parser.end();
            return Optional.of(statement);
        } catch (NotOne e) {
            return Optional.empty();
        }
    }

    private BrowseStatement statement() throws NotOne {
        if (take("describe") || take("desc")) {
            return description();
        }
        require("show");
        if (take("catalogs")) {
            return new BrowseStatement.Catalogs(pattern());
        }
        if (take("tables")) {
            return new BrowseStatement.Tables(parent(), pattern());
        }
        if (take("views")) {
            return new BrowseStatement.Views(parent(), pattern());
        }
        if (take("schemas") || take("databases") || take("namespaces")) {
            return new BrowseStatement.Schemas(parent(), pattern());
        }
        if (take("current")) {
            if (!take("schema") && !take("database")) {
                require("namespace");
            }
            return new BrowseStatement.CurrentSchema();
        }
        if (take("tblproperties")) {
            return new BrowseStatement.Properties(name(), key());
        }
        if (take("create")) {
            require("table");
            return new BrowseStatement.Definition(name());
        }
        require("columns");
        if (!take("in")) {
            require("from");
        }
        return new BrowseStatement.Columns(name());
    }

    private BrowseStatement description() throws NotOne {
        if (take("schema") || take("database") || take("namespace")) {
            boolean extended = take("extended");
            return new BrowseStatement.DescribeSchema(name(), extended);
        }
        take("table");
        if (take("extended") || take("formatted")) {
            return new BrowseStatement.DescribeExtended(name());
        }
        if (token == Token.WORD && OTHER_OBJECTS.contains(word().toLowerCase(Locale.ROOT))) {
            throw new NotOne();
        }
        List<String> table = name();
        return token == Token.END || token == Token.SEMICOLON
                ? new BrowseStatement.Describe(table)
                : new BrowseStatement.DescribeColumn(table, name());
    }

    private Optional<String> key() throws NotOne {
        if (token != Token.OPEN) {
            return Optional.empty();
        }
        advance();
        String key = string();
        if (token != Token.CLOSE) {
            throw new NotOne();
        }
        advance();
        return Optional.of(key);
    }

    private List<String> parent() throws NotOne {
        return take("in") || take("from") ? name() : List.of();
    }

    private Optional<String> pattern() throws NotOne {
        boolean isAsked = take("like") || (token != Token.END && token != Token.SEMICOLON);
        return isAsked ? Optional.of(string()) : Optional.empty();
    }

    private List<String> name() throws NotOne {
        List<String> parts = new ArrayList<>();
        do {
            parts.add(identifier());
        } while (takeDot());
        return List.copyOf(parts);
    }

    private String identifier() throws NotOne {
        if (token == Token.WORD) {
            String word = word();
            // Of others Spark has an opinion: that they are numbers, or must be in quotes.
            if (!NAME.matcher(word).matches()) {
                throw new NotOne();
            }
            advance();
            return word;
        }
        char quote = token == Token.OTHER ? text.charAt(lexer.tokenStart()) : ' ';
        if (quote != '"' && quote != '`') {
            throw new NotOne();
        }
        return quoted(quote);
    }

    private String string() throws NotOne {
        if (token != Token.OTHER || text.charAt(lexer.tokenStart()) != '\'') {
            throw new NotOne();
        }
        return quoted('\'');
    }

    /** What stands between quotes; escapes and doubled quotes are left to Spark. */
    private String quoted(char quote) throws NotOne {
        int start = lexer.tokenStart();
        int end = lexer.tokenEnd();
        boolean closed = end - start >= 3 && text.charAt(end - 1) == quote;
        if (!closed || lexer.following() == quote || text.substring(start, end).indexOf('\\') >= 0) {
            throw new NotOne();
        }
        advance();
        return text.substring(start + 1, end - 1);
    }

    private String word() {
        return text.substring(lexer.tokenStart(), lexer.tokenEnd());
    }

    private boolean takeDot() {
        boolean dot = token == Token.DOT;
        if (dot) {
            advance();
        }
        return dot;
    }

    private boolean take(String word) {
        boolean found = token == Token.WORD && lexer.isWord(word);
        if (found) {
            advance();
        }
        return found;
    }

    private void require(String word) throws NotOne {
        if (!take(word)) {
            throw new NotOne();
        }
    }

    private void end() throws NotOne {
        while (token == Token.SEMICOLON) {
            advance();
        }
        if (token != Token.END || lexer.isCommentOpen()) {
            throw new NotOne();
        }
    }

    private void advance() {
        token = lexer.next();
    }

    /** The text is none of these statements. */
    private static final class NotOne extends Exception {
        private static final long serialVersionUID = 1;

        NotOne() {
            super(null, null, false, false);
        }
    }
}
