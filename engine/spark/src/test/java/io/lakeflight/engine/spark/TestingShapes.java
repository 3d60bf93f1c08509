package io.lakeflight.engine.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Texts that differ in their constants: {@code {int:1:9}}, {@code {date:2026-01-01:2026-12-31}} or {@code {of:a|b}}. */
final class TestingShapes {
    private static final Pattern VALUE = Pattern.compile("\\{(int|date|of):([^}:]*)(?::([^}]*))?}");

    private final Random random = new Random(20_261_130);

    /** The lines of a resource. */
    static Stream<String> of(String resource) {
        try (InputStream lines = TestingShapes.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(lines).readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As many as there are, if they are fewer. */
    List<String> different(String shape, int count) {
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < 1_000 && texts.size() < count; i++) {
            texts.add(VALUE.matcher(shape).replaceAll(place -> Matcher.quoteReplacement(value(place))));
        }
        return List.copyOf(texts);
    }

    private String value(MatchResult place) {
        String first = place.group(2);
        String last = place.group(3);
        return switch (place.group(1)) {
            case "int" -> String.valueOf(random.nextInt(Integer.parseInt(first), Integer.parseInt(last) + 1));
            case "date" -> date(LocalDate.parse(first), LocalDate.parse(last)).toString();
            default -> {
                String[] all = first.split("\\|", -1);
                yield all[random.nextInt(all.length)];
            }
        };
    }

    private LocalDate date(LocalDate first, LocalDate last) {
        return LocalDate.ofEpochDay(random.nextLong(first.toEpochDay(), last.toEpochDay() + 1));
    }
}
