package io.lakeflight.benchmarks.suite;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with literals left open: <code>{int:1:50}</code> is a number from 1 to 50, <code>{date:1993-01-01:1997-12-31}
 * </code> a date without quotes, <code>{of:AIR|RAIL}</code> one of the words, and <code>{again}</code> the literal before it.
 */
record Template(String name, String text) {
    private static final Pattern OPEN = Pattern.compile("\\{(?:(int|date|of):([^}]*)|again)}");

    /** The n-th of its statements: always the same one, and most likely another one than the rest. */
    String filled(long number) {
        // Of seeds as close as these, java.util.Random makes much the same first numbers.
        SplittableRandom random = new SplittableRandom(31L * number + name.hashCode());
        StringBuilder filled = new StringBuilder();
        Matcher open = OPEN.matcher(text);
        String last = "";
        while (open.find()) {
            last = open.group(1) == null ? last : literal(open, random);
            open.appendReplacement(filled, Matcher.quoteReplacement(last));
        }
        return open.appendTail(filled).toString();
    }

    private static String literal(MatchResult open, SplittableRandom random) {
        String range = open.group(2);
        if (open.group(1).equals("of")) {
            String[] words = range.split("\\|", -1);
            return words[random.nextInt(words.length)];
        }
        String[] ends = range.split(":", -1);
        if (open.group(1).equals("date")) {
            LocalDate first = LocalDate.parse(ends[0]);
            long days = ChronoUnit.DAYS.between(first, LocalDate.parse(ends[1]));
            return first.plusDays((long) (random.nextDouble() * (days + 1))).toString();
        }
        int least = Integer.parseInt(ends[0]);
        return String.valueOf(least + random.nextInt(Integer.parseInt(ends[1]) - least + 1));
    }
}
