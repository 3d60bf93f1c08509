package io.lakeflight.planner.statement;

import io.lakeflight.planner.SqlScript;
import io.lakeflight.planner.statement.digest.StatementDigest;
import io.lakeflight.planner.statement.digest.StatementShape;
import io.lakeflight.planner.statement.tables.DefinedTables;
import io.lakeflight.planner.statement.tables.TableFinder;
import io.lakeflight.planner.statement.tables.TableOfQuery;
import io.lakeflight.planner.statement.tables.TableRead;
import io.lakeflight.planner.statement.tables.WrittenColumns;
import io.lakeflight.planner.statement.variation.Variation;
import io.lakeflight.planner.statement.variation.Variation.Cause;
import io.lakeflight.planner.statement.variation.VariationFinder;
import io.lakeflight.planner.statement.words.MentionedNames;
import io.lakeflight.planner.statement.words.SqlToken;
import io.lakeflight.planner.syntax.CalciteMessage;
import io.lakeflight.planner.syntax.StatementParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads statements with Calcite's Babel grammar.
 *
 * <p>What it cannot read is no error: the engine reads the statement again, and decides. Time and memory are bounded by the
 * limits on length and depth; longer and deeper texts are not read.
 */
public final class StatementReader {
    /** Characters; a parsed text takes about a hundred times as many bytes. */
    static final int LONGEST = 128 << 10;

    /** Calcite's parser and its visitors are recursive, and the parser's time grows with the square of the depth. */
    static final int DEEPEST = 150;

    /** Operators side by side, which take the parser a time that grows with the square of their number. */
    static final int MOST_OPERATORS = 8_000;

    /**
     * Rows are sampled before conditions, and collations change what is equal, of which Calcite is not told; and within a
     * recursive query Spark reads tables whole.
     */
    private static final Set<String> HIDING_PREDICATES = Set.of("tablesample", "collate", "recursive");

    private static final Variation NO_QUERY = new Variation(Cause.UNKNOWN, "it is no query");

    private StatementReader() {}

    /** What can be told of a single statement, without blanks, comments or a semicolon around it. */
    public static StatementSummary read(String sql) {
        StatementClass kind = KindReader.kind(sql);
        String unread = reasonNotToRead(sql, kind);
        if (unread != null) {
            return StatementSummary.opaque(kind, StatementDigest.ofText(sql), sql, unread);
        }
        List<SqlToken> tokens = SqlToken.of(sql);
        if (OperatorChain.longest(tokens) > MOST_OPERATORS) {
            return opaque(kind, sql, tokens, "it has more than %d operators side by side".formatted(MOST_OPERATORS));
        }
        try {
            Optional<TableOfQuery> made = kind == StatementClass.DDL ? TableOfQuery.of(sql) : Optional.empty();
            SqlNode statement =
                    StatementParser.parse(made.map(TableOfQuery::query).orElse(sql));
            return summary(kind, sql, tokens, statement, made.map(TableOfQuery::name));
        } catch (SqlParseException e) {
            return DefinedTables.of(tokens)
                    .map(tables -> summary(kind, sql, tokens, tables))
                    .orElseGet(() ->
                            opaque(kind, sql, tokens, "only Spark's parser reads it: " + CalciteMessage.firstLine(e)));
        } catch (StackOverflowError e) {
            return opaque(kind, sql, tokens, "its expressions are nested too deeply");
        } catch (RuntimeException e) {
            // Calcite says so of texts that its grammar takes and its classes do not.
            return opaque(kind, sql, tokens, "Calcite does not take it: " + CalciteMessage.firstLine(e));
        }
    }

    private static StatementSummary opaque(StatementClass kind, String sql, List<SqlToken> tokens, String reason) {
        return StatementSummary.opaque(kind, StatementDigest.ofTokens(tokens), sql, reason);
    }

    /** Of one that reads no row. */
    private static StatementSummary summary(
            StatementClass kind, String sql, List<SqlToken> tokens, Set<List<String>> tables) {
        return new StatementSummary(
                kind,
                List.of(),
                tables,
                Optional.of(Set.of()),
                Set.of(),
                MentionedNames.of(tokens),
                Optional.of(NO_QUERY),
                StatementDigest.ofTokens(tokens),
                sql,
                Optional.empty());
    }

    /** @param made the table that is made of the rows of a query */
    private static StatementSummary summary(
            StatementClass kind, String sql, List<SqlToken> tokens, SqlNode statement, Optional<List<String>> made) {
        TableFinder finder = TableFinder.of(statement);
        if (finder.unknownFunction().isPresent()) {
            return opaque(
                    kind,
                    sql,
                    tokens,
                    "any table may be behind function "
                            + finder.unknownFunction().get());
        }
        boolean isQuery = kind == StatementClass.QUERY;
        Optional<Variation> variation = isQuery ? VariationFinder.find(tokens, statement) : Optional.of(NO_QUERY);
        boolean isRandomGenerator = finder.hasFunctions()
                && variation.filter(found -> found.cause() == Cause.UNKNOWN).isPresent();
        List<TableRead> reads = finder.reads();
        if (isRandomGenerator || tokens.stream().anyMatch(token -> token.isOneOf(HIDING_PREDICATES))) {
            reads = reads.stream().map(TableRead::whole).toList();
        }
        return new StatementSummary(
                kind,
                reads,
                made.map(Set::of).orElseGet(finder::writes),
                writtenColumns(isQuery, statement, made.isPresent()),
                finder.conditionColumns(),
                MentionedNames.of(tokens),
                variation,
                isQuery ? StatementDigest.ofQuery(tokens) : StatementDigest.ofTokens(tokens),
                isQuery ? StatementShape.of(sql) : sql,
                Optional.empty());
    }

    private static Optional<Set<String>> writtenColumns(boolean isQuery, SqlNode statement, boolean isMade) {
        if (isMade) {
            return Optional.empty();
        }
        return isQuery ? Optional.of(Set.of()) : WrittenColumns.of(statement);
    }

    private static @Nullable String reasonNotToRead(String sql, StatementClass kind) {
        if (kind != StatementClass.QUERY && kind != StatementClass.DML && kind != StatementClass.DDL) {
            return "only queries and changes of rows and tables are read";
        }
        if (sql.length() > LONGEST) {
            return "it is longer than %d characters".formatted(LONGEST);
        }
        if (SqlScript.of(sql).depth() > DEEPEST) {
            return "it is nested deeper than %d levels".formatted(DEEPEST);
        }
        return null;
    }
}
