package io.lakeflight.server.flight.metadata;

import com.google.protobuf.ProtocolMessageEnum;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlNullOrdering;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlOuterJoinsSupportLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedCaseSensitivity;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedElementActions;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedGroupBy;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedResultSetConcurrency;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedResultSetType;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedSubqueries;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedTransaction;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedUnions;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlTransactionIsolationLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedAnsi92SqlGrammarLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedSqlGrammar;

/**
 * What the server says about itself and its SQL, one line per number of the protocol.
 *
 * <p>Every number but the two Substrait versions is told: JDBC 18.3 fails on each one it misses. The kind of a value
 * matters as much as the value, since clients look into one slot each.
 */
final class SqlInfoFacts {
    private static final String ARROW_VERSION = "18.3.0";
    private static final long NO_LIMIT = 0;

    private final Map<Integer, SqlInfoValue> facts = new TreeMap<>();

    static Map<Integer, SqlInfoValue> of(String serverVersion) {
        SqlInfoFacts all = new SqlInfoFacts();
        all.tellServer(serverVersion);
        all.tellNames();
        all.tellLanguage();
        all.tellStatements();
        all.tellLimits();
        all.tellTransactions();
        return all.facts;
    }

    private void tellServer(String version) {
        tell(SqlInfo.FLIGHT_SQL_SERVER_NAME, SqlInfoValue.of("Lakeflight"));
        tell(SqlInfo.FLIGHT_SQL_SERVER_VERSION, SqlInfoValue.of(version));
        tell(SqlInfo.FLIGHT_SQL_SERVER_ARROW_VERSION, SqlInfoValue.of(ARROW_VERSION));
        tell(SqlInfo.FLIGHT_SQL_SERVER_READ_ONLY, SqlInfoValue.of(false));
        tell(SqlInfo.FLIGHT_SQL_SERVER_SQL, SqlInfoValue.of(true));
        tell(SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT, SqlInfoValue.of(false));
        tell(
                SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION,
                SqlInfoValue.of(SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE_VALUE));
        tell(SqlInfo.FLIGHT_SQL_SERVER_CANCEL, SqlInfoValue.of(true));
        tell(SqlInfo.FLIGHT_SQL_SERVER_BULK_INGESTION, SqlInfoValue.of(false));
        tell(SqlInfo.FLIGHT_SQL_SERVER_INGEST_TRANSACTIONS_SUPPORTED, SqlInfoValue.of(false));
        // Milliseconds; zero: there is no fixed time after which the server gives up by itself.
        tell(SqlInfo.FLIGHT_SQL_SERVER_STATEMENT_TIMEOUT, SqlInfoValue.of(0));
        tell(SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION_TIMEOUT, SqlInfoValue.of(0));
    }

    private void tellNames() {
        long ignoresCase = SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_CASE_INSENSITIVE_VALUE;
        tell(SqlInfo.SQL_IDENTIFIER_CASE, SqlInfoValue.of(ignoresCase));
        tell(SqlInfo.SQL_IDENTIFIER_QUOTE_CHAR, SqlInfoValue.of("\""));
        tell(SqlInfo.SQL_QUOTED_IDENTIFIER_CASE, SqlInfoValue.of(ignoresCase));
        tell(SqlInfo.SQL_SEARCH_STRING_ESCAPE, SqlInfoValue.of("\\"));
        tell(SqlInfo.SQL_EXTRA_NAME_CHARACTERS, SqlInfoValue.of(""));
        tell(SqlInfo.SQL_SCHEMA_TERM, SqlInfoValue.of("schema"));
        tell(SqlInfo.SQL_PROCEDURE_TERM, SqlInfoValue.of("procedure"));
        // ODBC takes an empty term as "has no catalogs".
        tell(SqlInfo.SQL_CATALOG_TERM, SqlInfoValue.of("catalog"));
        tell(SqlInfo.SQL_CATALOG_AT_START, SqlInfoValue.of(true));
        SqlInfoValue inCalls = bits(SqlSupportedElementActions.SQL_ELEMENT_IN_PROCEDURE_CALLS);
        tell(SqlInfo.SQL_SCHEMAS_SUPPORTED_ACTIONS, inCalls);
        tell(SqlInfo.SQL_CATALOGS_SUPPORTED_ACTIONS, inCalls);
        tell(SqlInfo.SQL_ALL_TABLES_ARE_SELECTABLE, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_KEYWORDS, SqlInfoValue.of(SparkVocabulary.RESERVED_WORDS));
        tell(SqlInfo.SQL_NUMERIC_FUNCTIONS, SqlInfoValue.of(SparkVocabulary.NUMERIC_FUNCTIONS));
        tell(SqlInfo.SQL_STRING_FUNCTIONS, SqlInfoValue.of(SparkVocabulary.STRING_FUNCTIONS));
        tell(SqlInfo.SQL_SYSTEM_FUNCTIONS, SqlInfoValue.of(SparkVocabulary.SYSTEM_FUNCTIONS));
        tell(SqlInfo.SQL_DATETIME_FUNCTIONS, SqlInfoValue.of(SparkVocabulary.DATETIME_FUNCTIONS));
    }

    private void tellLanguage() {
        // Ascending order puts nulls first, descending order last.
        tell(SqlInfo.SQL_NULL_ORDERING, SqlInfoValue.of((long) SqlNullOrdering.SQL_NULLS_SORTED_LOW_VALUE));
        tell(SqlInfo.SQL_SUPPORTS_COLUMN_ALIASING, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_NULL_PLUS_NULL_IS_NULL, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_SUPPORTS_CONVERT, SqlInfoValue.of(SparkVocabulary.CASTS));
        tell(SqlInfo.SQL_SUPPORTS_TABLE_CORRELATION_NAMES, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_SUPPORTS_DIFFERENT_TABLE_CORRELATION_NAMES, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_SUPPORTS_EXPRESSIONS_IN_ORDER_BY, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_SUPPORTS_ORDER_BY_UNRELATED, SqlInfoValue.of(true));
        tell(
                SqlInfo.SQL_SUPPORTED_GROUP_BY,
                bits(SqlSupportedGroupBy.SQL_GROUP_BY_UNRELATED, SqlSupportedGroupBy.SQL_GROUP_BY_BEYOND_SELECT));
        tell(SqlInfo.SQL_SUPPORTS_LIKE_ESCAPE_CLAUSE, SqlInfoValue.of(true));
        tell(
                SqlInfo.SQL_SUPPORTED_GRAMMAR,
                bits(
                        SupportedSqlGrammar.SQL_MINIMUM_GRAMMAR,
                        SupportedSqlGrammar.SQL_CORE_GRAMMAR,
                        SupportedSqlGrammar.SQL_EXTENDED_GRAMMAR));
        tell(SqlInfo.SQL_ANSI92_SUPPORTED_LEVEL, bits(SupportedAnsi92SqlGrammarLevel.ANSI92_ENTRY_SQL));
        tell(
                SqlInfo.SQL_OUTER_JOINS_SUPPORT_LEVEL,
                bits(
                        SqlOuterJoinsSupportLevel.SQL_LIMITED_OUTER_JOINS,
                        SqlOuterJoinsSupportLevel.SQL_FULL_OUTER_JOINS));
        tell(
                SqlInfo.SQL_SUPPORTED_SUBQUERIES,
                bits(
                        SqlSupportedSubqueries.SQL_SUBQUERIES_IN_COMPARISONS,
                        SqlSupportedSubqueries.SQL_SUBQUERIES_IN_EXISTS,
                        SqlSupportedSubqueries.SQL_SUBQUERIES_IN_INS));
        tell(SqlInfo.SQL_CORRELATED_SUBQUERIES_SUPPORTED, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_SUPPORTED_UNIONS, bits(SqlSupportedUnions.SQL_UNION, SqlSupportedUnions.SQL_UNION_ALL));
    }

    private void tellStatements() {
        tell(SqlInfo.SQL_DDL_CATALOG, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_DDL_SCHEMA, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_DDL_TABLE, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_SUPPORTS_NON_NULLABLE_COLUMNS, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_SUPPORTS_INTEGRITY_ENHANCEMENT_FACILITY, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_SUPPORTED_POSITIONED_COMMANDS, bits());
        tell(SqlInfo.SQL_SELECT_FOR_UPDATE_SUPPORTED, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_STORED_PROCEDURES_SUPPORTED, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_SUPPORTED_RESULT_SET_TYPES, bits(SqlSupportedResultSetType.SQL_RESULT_SET_TYPE_FORWARD_ONLY));
        tell(SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_UNSPECIFIED, bits());
        tell(
                SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_FORWARD_ONLY,
                bits(SqlSupportedResultSetConcurrency.SQL_RESULT_SET_CONCURRENCY_READ_ONLY));
        tell(SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_SCROLL_SENSITIVE, bits());
        tell(SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_SCROLL_INSENSITIVE, bits());
        tell(SqlInfo.SQL_BATCH_UPDATES_SUPPORTED, SqlInfoValue.of(true));
        tell(SqlInfo.SQL_NAMED_PARAMETERS_SUPPORTED, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_LOCATORS_UPDATE_COPY, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_STORED_FUNCTIONS_USING_CALL_SYNTAX_SUPPORTED, SqlInfoValue.of(false));
    }

    private void tellLimits() {
        for (int number = SqlInfo.SQL_MAX_BINARY_LITERAL_LENGTH_VALUE;
                number <= SqlInfo.SQL_MAX_USERNAME_LENGTH_VALUE;
                number++) {
            facts.put(number, SqlInfoValue.of(NO_LIMIT));
        }
        tell(SqlInfo.SQL_MAX_ROW_SIZE_INCLUDES_BLOBS, SqlInfoValue.of(true));
    }

    private void tellTransactions() {
        // ODBC reads the default isolation as bits, JDBC as a number: none is the one value both understand.
        tell(SqlInfo.SQL_DEFAULT_TRANSACTION_ISOLATION, SqlInfoValue.of((long)
                SqlTransactionIsolationLevel.SQL_TRANSACTION_NONE_VALUE));
        tell(SqlInfo.SQL_TRANSACTIONS_SUPPORTED, SqlInfoValue.of(false));
        tell(
                SqlInfo.SQL_SUPPORTED_TRANSACTIONS_ISOLATION_LEVELS,
                bits(SqlTransactionIsolationLevel.SQL_TRANSACTION_NONE));
        tell(SqlInfo.SQL_DATA_DEFINITION_CAUSES_TRANSACTION_COMMIT, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_DATA_DEFINITIONS_IN_TRANSACTIONS_IGNORED, SqlInfoValue.of(false));
        tell(SqlInfo.SQL_SAVEPOINTS_SUPPORTED, SqlInfoValue.of(false));
    }

    private void tell(SqlInfo fact, SqlInfoValue value) {
        facts.put(fact.getNumber(), value);
    }

    private static SqlInfoValue bits(ProtocolMessageEnum... members) {
        int bits = 0;
        for (ProtocolMessageEnum member : members) {
            bits |= 1 << member.getNumber();
        }
        return SqlInfoValue.of(bits);
    }
}
