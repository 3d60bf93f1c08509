package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query in DuckDB's words with a hole for each scan, where the files of a snapshot are to stand.
 *
 * @param pieces of text, one more than there are holes
 * @param holes which scan stands behind each piece; one may stand in several places
 */
record SqlTemplate(List<String> pieces, List<Integer> holes) {
    SqlTemplate {
        pieces = List.copyOf(pieces);
        holes = List.copyOf(holes);
    }

    /** What the text of a scan is. */
    interface Filling {
        String of(int scan) throws Refusal;
    }

    /** Signs that stand for scans in one text, chosen after all that a user may have written into it. */
    static final class Signs {
        /** Texts of files are long as well: what the translator does with long ones it does with these. */
        private final String sign = (UUID.randomUUID() + "-").repeat(3);

        String of(int scan) {
            return "<" + sign + scan + ">";
        }

        SqlTemplate read(String sql) {
            List<String> pieces = new ArrayList<>();
            List<Integer> holes = new ArrayList<>();
            Matcher signs = Pattern.compile("<" + sign + "([0-9]+)>").matcher(sql);
            int start = 0;
            while (signs.find()) {
                pieces.add(sql.substring(start, signs.start()));
                holes.add(Integer.valueOf(signs.group(1)));
                start = signs.end();
            }
            pieces.add(sql.substring(start));
            return new SqlTemplate(pieces, holes);
        }
    }

    String filled(Filling filling) throws Refusal {
        StringBuilder sql = new StringBuilder(pieces.get(0));
        for (int i = 0; i < holes.size(); i++) {
            sql.append(filling.of(holes.get(i))).append(pieces.get(i + 1));
        }
        return sql.toString();
    }

    int length() {
        return pieces.stream().mapToInt(String::length).sum();
    }
}
