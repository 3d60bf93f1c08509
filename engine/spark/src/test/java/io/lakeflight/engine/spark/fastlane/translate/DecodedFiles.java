package io.lakeflight.engine.spark.fastlane.translate;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that texts read, as the lane keeps the columns of those that are read again and again: in compressed tables, of which
 * DuckDB knows more than of files.
 */
final class DecodedFiles {
    private static final Pattern FILES = Pattern.compile("read_parquet\\(\\[[^\\]]*\\]\\)");
    private static final String SELECT = "(SELECT ";
    /** What the lane never decodes: numbers with a fraction of any size, and structs, which stand in texts as they are. */
    private static final Pattern LEFT = Pattern.compile("AS (DOUBLE|FLOAT)\\)|(^|, )\"");

    private final Lanes lanes;
    private final Map<String, String> tables = new HashMap<>();

    DecodedFiles(Lanes lanes) {
        this.lanes = lanes;
    }

    /** The same over such tables. */
    Translation over(Translation translation) {
        Matcher files = FILES.matcher(translation.sql());
        String sql = files.replaceAll(found -> Matcher.quoteReplacement(
                mayBeDecoded(translation.sql().substring(0, found.start()))
                        ? tables.computeIfAbsent(found.group(), this::decoded)
                        : found.group()));
        return new Translation(sql, translation.schema());
    }

    private static boolean mayBeDecoded(String before) {
        String columns = before.substring(before.lastIndexOf(SELECT) + SELECT.length());
        return !LEFT.matcher(columns).find();
    }

    private String decoded(String files) {
        String database = "hot" + tables.size();
        try {
            lanes.execute("ATTACH ':memory:' AS " + database + " (COMPRESS)");
            lanes.execute("CREATE TABLE " + database + ".t AS FROM " + files);
            lanes.execute("CHECKPOINT " + database);
            return database + ".t";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
