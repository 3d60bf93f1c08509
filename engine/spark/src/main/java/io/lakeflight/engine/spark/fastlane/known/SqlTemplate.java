package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query in DuckDB's words with holes, where the files of a snapshot are to stand and constants that may be others.
 *
 * @param pieces of text, one more than there are holes
 * @param holes what stands behind each piece; one may stand in several places
 */
record SqlTemplate(List<String> pieces, List<Hole> holes) {
    /** A scan or, if it is not one, a constant. */
    record Hole(boolean isScan, int number) {}

    SqlTemplate {
        pieces = List.copyOf(pieces);
        holes = List.copyOf(holes);
    }

    /** What stands in the holes. */
    interface Filling {
        String of(int scan) throws Refusal;

        default String constant(int number) {
            throw new IllegalStateException("No constant " + number);
        }
    }

    /** Signs that stand for scans and constants in one text, chosen after all that a user may have written into it. */
    static final class Signs {
        /** Texts of files are long as well: what the translator does with long ones it does with these. */
        private final String sign = (UUID.randomUUID() + "-").repeat(3);

        /** As long as most constants, and still not to be guessed. */
        private final String constant = UUID.randomUUID().toString().substring(0, 18) + "-";

        String of(int scan) {
            return "<" + sign + scan + ">";
        }

        String ofConstant(int number) {
            return "<" + constant + number + ">";
        }

        SqlTemplate read(String sql) {
            List<String> pieces = new ArrayList<>();
            List<Hole> holes = new ArrayList<>();
            Matcher signs =
                    Pattern.compile("<(" + sign + "|" + constant + ")([0-9]+)>").matcher(sql);
            int start = 0;
            while (signs.find()) {
                pieces.add(sql.substring(start, signs.start()));
                holes.add(new Hole(signs.group(1).equals(sign), Integer.parseInt(signs.group(2))));
                start = signs.end();
            }
            pieces.add(sql.substring(start));
            return new SqlTemplate(pieces, holes);
        }
    }

    String filled(Filling filling) throws Refusal {
        StringBuilder sql = new StringBuilder(pieces.get(0));
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            sql.append(hole.isScan() ? filling.of(hole.number()) : filling.constant(hole.number()))
                    .append(pieces.get(i + 1));
        }
        return sql.toString();
    }

    int length() {
        return pieces.stream().mapToInt(String::length).sum();
    }
}
