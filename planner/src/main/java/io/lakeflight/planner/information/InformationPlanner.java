package io.lakeflight.planner.information;

import io.lakeflight.planner.information.InformationException.Reason;
import io.lakeflight.planner.syntax.CalciteMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.NlsString;

/** Tells queries of {@code information_schema} and {@code system} from all other statements, and plans them. */
public final class InformationPlanner {
    private static final Pattern MENTIONED = Pattern.compile("(?i)information_schema");
    private static final Pattern SYSTEM_MENTIONED = Pattern.compile("(?i)\\b" + SystemTable.SCHEMA + "\\b");
    private static final Pattern SYSTEM_TABLE_MENTIONED = Pattern.compile("(?i)\\b" + SystemTable.anyKey() + "\\b");
    private static final SqlParser.Config PARSER = SqlParser.config()
            .withLex(Lex.MYSQL_ANSI)
            .withParserFactory(SqlBabelParserImpl.FACTORY)
            .withConformance(SqlConformanceEnum.BABEL)
            .withIdentifierMaxLength(Integer.MAX_VALUE);

    /** Characters; a parsed text takes about a hundred times as many bytes. */
    static final int LONGEST = 256 << 10;

    /** Longer than any reasonable query takes, on a busy machine too. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private InformationPlanner() {}

    /** Whether a text may be such a query; told quickly, without reading it. */
    public static boolean isCandidate(String sql) {
        return MENTIONED.matcher(sql).find()
                || (SYSTEM_MENTIONED.matcher(sql).find()
                        && SYSTEM_TABLE_MENTIONED.matcher(sql).find());
    }

    /** Whether a name, in its parts, is that of a table in {@code information_schema} or {@code system}, so far as it can be. */
    public static boolean isOurs(List<String> name) {
        int last = name.size() - 1;
        boolean isInformation =
                (last == 1 || last == 2) && name.get(last - 1).equalsIgnoreCase(InformationTable.SCHEMA);
        return isInformation || SystemTable.of(name).isPresent();
    }

    /**
     * The plan of a query whose tables are all in {@code information_schema} or {@code system}; empty if none is, or if the text is one
     * that only Spark understands.
     *
     * @param catalog the session's
     * @param catalogs all there are
     * @param values of its parameters; if there are none, a query that has some is planned as far as to tell its columns
     * @throws InformationException if it is such a query and cannot be answered
     */
    public static Optional<InformationQuery> plan(
            String sql, String catalog, List<String> catalogs, BoundValues values) {
        return plan(sql, catalog, catalogs, values, PATIENCE);
    }

    static Optional<InformationQuery> plan(
            String sql, String catalog, List<String> catalogs, BoundValues values, Duration patience) {
        if (!isCandidate(sql)) {
            return Optional.empty();
        }
        if (sql.length() > LONGEST) {
            return tooLong(sql);
        }
        QueryText text = QueryText.of(sql);
        try {
            return plan(text, values, new QueryPlan(catalog, catalogs, patience));
        } catch (SqlParseException e) {
            return unreadable(text, e, e.getCause() instanceof StackOverflowError);
        } catch (StackOverflowError e) {
            return unreadable(text, e, true);
        }
    }

    /** Anything else that has the word in it, such as a long INSERT, is for an engine. */
    private static Optional<InformationQuery> tooLong(String sql) {
        if (!QueryText.namesOurTables(sql)) {
            return Optional.empty();
        }
        throw new InformationException(
                Reason.TOO_LARGE,
                "The query of information_schema or system is longer than the %d characters that can be planned"
                        .formatted(LONGEST));
    }

    private static Optional<InformationQuery> unreadable(QueryText text, Throwable failure, boolean isTooDeep) {
        if (!text.isQuery() || !QueryText.namesOurTables(text.sql())) {
            return Optional.empty();
        }
        throw isTooDeep
                ? tooDeep(failure)
                : new InformationException(Reason.INVALID, "Cannot read this query: " + firstLine(failure), failure);
    }

    private static Optional<InformationQuery> plan(QueryText text, BoundValues values, QueryPlan plan)
            throws SqlParseException {
        SqlNode statement = SqlParser.create(text.calcite(), PARSER).parseStmt();
        QueryTables tables = QueryTables.of(statement, plan.catalog(), plan.catalogs());
        if (!tables.areAnyOurs()) {
            return Optional.empty();
        }
        requireAnswerable(statement, tables);
        SqlNode query = text.named(statement);
        boolean isUnbound = values.areNone() && ParameterValues.count(query) > 0;
        return Optional.of(
                isUnbound ? plan.describe(query, tables) : plan.plan(ParameterValues.bind(query, values), tables));
    }

    private static void requireAnswerable(SqlNode statement, QueryTables tables) {
        if (!statement.isA(SqlKind.QUERY)) {
            throw unsupported("only queries can read %s, not %s".formatted(tables.place(), statement.getKind().sql));
        }
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlLiteral literal) {
                requireReadable(literal);
                return null;
            }
        });
        if (!tables.others().isEmpty()) {
            throw unsupported("%s and %s cannot be read by one query (expected: two queries)"
                    .formatted(tables.place(), String.join(", ", tables.others())));
        }
    }

    /** Calcite loses one of the two characters when it makes code of a string. */
    static SqlLiteral requireReadable(SqlLiteral literal) {
        if (literal.getValue() instanceof NlsString string
                && (string.getValue().contains("\r\n") || string.getValue().contains("\n\r"))) {
            throw unsupported("a line feed beside a carriage return in a string");
        }
        return literal;
    }

    static InformationException tooDeep(Throwable e) {
        return new InformationException(
                Reason.TOO_LARGE, "The query of information_schema or system is too deep or too long to be planned", e);
    }

    static InformationException unsupported(String what) {
        return new InformationException(Reason.UNSUPPORTED, "Not supported: " + what);
    }

    static String firstLine(Throwable failure) {
        return CalciteMessage.firstLine(failure);
    }
}
