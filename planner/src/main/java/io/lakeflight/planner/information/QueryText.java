package io.lakeflight.planner.information;

import io.lakeflight.planner.QuotedNames;
import io.lakeflight.planner.StandardText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * A query's text.
 *
 * @param calcite as Calcite reads it
 */
record QueryText(String sql, String calcite) {
    private static final Pattern QUERY = Pattern.compile("(?i)[\\s(]*(select|with)\\b");

    static QueryText of(String sql) {
        return new QueryText(sql, StandardText.of(sql));
    }

    /** Whether it begins as queries do. */
    boolean isQuery() {
        return QUERY.matcher(calcite).lookingAt();
    }

    /** Whether something in {@code information_schema} or {@code system} is named, rather than a text that has this word. */
    static boolean namesOurTables(String sql) {
        return QuotedNames.anyPath(
                sql,
                path -> SystemTable.of(path).isPresent()
                        || path.subList(0, path.size() - 1).stream()
                                .anyMatch(InformationTable.SCHEMA::equalsIgnoreCase));
    }

    /** The query with a name for each column it returns: an expression without one is called by its text. */
    SqlNode named(SqlNode query) {
        SqlNode inner = query;
        while (inner instanceof SqlOrderBy || inner instanceof SqlWith || inner.getKind() == SqlKind.UNION) {
            inner = inner instanceof SqlOrderBy ordered
                    ? ordered.query
                    : inner instanceof SqlWith with ? with.body : ((SqlCall) inner).operand(0);
        }
        if (inner instanceof SqlSelect select) {
            List<SqlNode> items = new ArrayList<>();
            select.getSelectList().forEach(item -> items.add(column(item)));
            select.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        }
        return query;
    }

    private SqlNode column(SqlNode item) {
        if (item.getKind() == SqlKind.AS || item instanceof SqlIdentifier) {
            return item;
        }
        SqlIdentifier name = new SqlIdentifier(text(item.getParserPosition()), item.getParserPosition());
        return SqlStdOperatorTable.AS.createCall(item.getParserPosition(), item, name);
    }

    private String text(SqlParserPos position) {
        return calcite.substring(
                offset(position.getLineNum(), position.getColumnNum()),
                offset(position.getEndLineNum(), position.getEndColumnNum()) + 1);
    }

    /** Lines and columns are counted from one; a carriage return ends a line, too. */
    private int offset(int line, int column) {
        int start = 0;
        for (int passed = 1; passed < line; passed++) {
            while (calcite.charAt(start) != '\n' && calcite.charAt(start) != '\r') {
                start++;
            }
            start += calcite.startsWith("\r\n", start) ? 2 : 1;
        }
        return Math.min(calcite.length() - 1, start + column - 1);
    }
}
