package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.fastlane.translate.PlanTranslator;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The constants of a text that may be others, its plan being the same but for them, and under what conditions. */
public final class FreeConstants {
    private final ConstantText text;
    private final List<Hole> holes;
    private final List<Object> values;
    /** Those that are compared with the same columns: how they are ordered decides what Spark makes of them. */
    private final Map<Long, List<Member>> members;

    /** @param values of the holes in that text */
    FreeConstants(ConstantText text, List<Hole> holes, List<Object> values, Map<Long, List<Member>> members) {
        this.text = text;
        this.holes = List.copyOf(holes);
        this.values = List.copyOf(values);
        this.members = Map.copyOf(members);
    }

    /**
     * One of the constants that a group of columns is compared with.
     *
     * @param hole where it stands; -1 if it is always the same
     * @param value in the text that was planned
     */
    record Member(int hole, Object value) {
        Object in(List<Object> values) {
            return hole < 0 ? value : values.get(hole);
        }
    }

    /** How many there are. */
    public int count() {
        return holes.size();
    }

    /** In the text that was planned, in Spark's internal form. */
    public List<Object> values() {
        return values;
    }

    /**
     * Those of another text, in the same order; empty if it may have to be planned otherwise.
     *
     * @param other of the same shape
     */
    public Optional<List<Object>> values(ConstantText other) {
        if (!other.shape().equals(text.shape()) || !areOthersEqual(other)) {
            return Optional.empty();
        }
        List<Object> found = new ArrayList<>();
        for (Hole hole : holes) {
            Optional<Object> value = hole.value(other.constants().get(hole.constant()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            found.add(value.get());
        }
        return members.values().stream().allMatch(group -> isOrderedAlike(group, found))
                ? Optional.of(found)
                : Optional.empty();
    }

    private boolean areOthersEqual(ConstantText other) {
        List<Integer> free = holes.stream().map(Hole::constant).toList();
        return IntStream.range(0, text.constants().size())
                .filter(i -> !free.contains(i))
                .allMatch(i -> text.constants().get(i).isSame(other.constants().get(i)));
    }

    private boolean isOrderedAlike(List<Member> group, List<Object> found) {
        for (int i = 1; i < group.size(); i++) {
            for (int j = 0; j < i; j++) {
                Member one = group.get(i);
                Member two = group.get(j);
                int planned = Values.compare(one.in(values), two.in(values));
                if (planned != Values.compare(one.in(found), two.in(found))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** In DuckDB's words, as the translator writes them. */
    public List<String> sql(List<Object> others) throws Refusal {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < holes.size(); i++) {
            texts.add(PlanTranslator.constant(others.get(i), holes.get(i).type()));
        }
        return texts;
    }

    /** What Iceberg is to look for instead of a value of the text that was planned; the same if that is none of a hole's. */
    public Object inFilter(List<Integer> ofColumn, Object value, List<Object> others) {
        for (int hole : ofColumn) {
            if (Values.ofIceberg(values.get(hole)).equals(value)) {
                return Values.ofIceberg(others.get(hole));
            }
        }
        return value;
    }

    /** About how many bytes of memory it takes. */
    public int bytes() {
        return 2 * (text.text().length() + text.shape().length())
                + 512 * (1 + text.constants().size());
    }
}
