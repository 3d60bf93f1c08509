package io.lakeflight.engine.spark.fastlane.translate;

import java.util.ArrayList;
import java.util.List;

/** Difficult texts, as constants of SQL: of letters, and of times. */
final class EdgeTexts {
    private static final int BLOCK = 64;

    static final List<String> TIMES = List.of(
            "NULL",
            "''",
            "'2020-01-31'",
            "'2020-1-31'",
            "'2020-02-30'",
            "'2019-02-29'",
            "'2020-13-01'",
            "'0000-01-01'",
            "'0001-01-01'",
            "'9999-12-31'",
            "'10000-01-01'",
            "'-0044-03-15'",
            "'+2020-01-31'",
            "'1582-10-10'",
            "' 2020-01-31'",
            "'2020-01-31 '",
            "'2020-01-31x'",
            "'2020-01-31Z'",
            "'2020-01'",
            "'2020'",
            "'20200131'",
            "'20200230'",
            "'020200131'",
            "'2020/01/31'",
            "'31/01/2020'",
            "'01/31/2020'",
            "'11/12/2020'",
            "'1/2/2020'",
            "'31.01.2020'",
            "'31-01-2020'",
            "'2020-01-31 12:34:56'",
            "'2020-01-31T12:34:56'",
            "'2020-01-31t12:34:56'",
            "'2020-01-31  12:34:56'",
            "'2020-01-31 12:34'",
            "'2020-01-31 12'",
            "'2020-01-31 7:05:00'",
            "'2020-01-31 23:59:60'",
            "'2020-01-31 24:00:00'",
            "'2020-01-31 12:60:00'",
            "'2020-01-31 12:34:56.7'",
            "'2020-01-31 12:34:56.789'",
            "'2020-01-31 12:34:56.123456'",
            "'2020-01-31 12:34:56.1234567'",
            "'2020-01-31 12:34:56.'",
            "'2020-01-31 12:34:56Z'",
            "'2020-01-31 12:34:56+02:00'",
            "'2020-01-31 12:34:56 Europe/Berlin'",
            "'20200131123456'",
            "'2020-03-08 02:30:00'",
            "'2020-03-08 00:30:00'",
            "'2020-03-08'",
            "'2020-11-01 01:30:00'",
            "'2020-11-01 00:30:00'",
            "'2020-11-01'",
            "'1883-11-18 12:00:00'",
            "'0001-01-01 00:00:00'",
            "'0000-12-31 23:59:59'",
            "'9999-12-31 23:59:59.999999'",
            "'12:34:56'",
            "'T12:34:56'",
            "'epoch'",
            "'now'",
            "'today'",
            "'infinity'",
            "'-infinity'",
            "'abc'",
            "'\\u0662\\u0660\\u0662\\u0660-01-31'");

    private EdgeTexts() {}

    /** Every letter of Europe's alphabets by itself, others in blocks, and words. */
    static List<String> letters() {
        List<String> texts = new ArrayList<>(List.of(
                "NULL",
                "''",
                "'M\\u00fcller'",
                "'\\u00c9COLE'",
                "'Stra\\u00dfe'",
                "'\\u039f\\u0394\\u03a5\\u03a3\\u03a3\\u0395\\u03a5\\u03a3'",
                "'\\u0130stanbul'",
                "'\\u0131'",
                "'\\u0141\\u00f3d\\u017a'",
                "'\\u041c\\u043e\\u0441\\u043a\\u0432\\u0430'",
                "'\\u6771\\u4eac Tower'",
                "'na\\u00efve caf\\u00e9'",
                "'e\\u0301'",
                "'\\u01c4\\u01c5'",
                "'\\ufb03'",
                "'\\ud83d\\ude00a'"));
        for (int codePoint = 0x80; codePoint < 0x530; codePoint++) {
            texts.add("'" + Character.toString(codePoint) + "'");
        }
        int[][] blocks = {{0x2010, 0x2028}, {0x20a0, 0x20d0}, {0x3001, 0x3100}, {0x4e00, 0xa000}, {0xac00, 0xd7a4}};
        for (int[] block : blocks) {
            for (int first = block[0]; first < block[1]; first += BLOCK) {
                StringBuilder text = new StringBuilder();
                for (int codePoint = first; codePoint < Math.min(first + BLOCK, block[1]); codePoint++) {
                    text.appendCodePoint(codePoint);
                }
                texts.add("'" + text + "'");
            }
        }
        return texts;
    }
}
