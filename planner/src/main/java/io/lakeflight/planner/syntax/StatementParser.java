package io.lakeflight.planner.syntax;

import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Calcite's parser of statements as Spark reads them. */
public final class StatementParser {
    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withLex(Lex.MYSQL_ANSI)
            .withParserFactory(SqlBabelParserImpl.FACTORY)
            .withConformance(SqlConformanceEnum.BABEL)
            .withIdentifierMaxLength(Integer.MAX_VALUE);

    private StatementParser() {}

    /** Parses a single statement, whose length and depth are bounded by the caller. */
    public static SqlNode parse(String sql) throws SqlParseException {
        return SqlParser.create(SparkSyntax.calcite(sql), CONFIG).parseStmt();
    }
}
