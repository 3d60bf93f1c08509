package io.lakeflight.planner.simple;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The functions of Spark's that are computed here. What depends on the tables of Unicode is computed of ASCII alone, for
 * those tables differ between two versions.
 */
final class ConstantFunctions {
    private static final int MOST_ARGUMENTS = 10;

    private ConstantFunctions() {}

    static Constant called(String function, List<Constant> arguments) throws NotSimple {
        String name = name(function, arguments);
        return switch (function) {
            case "upper", "ucase" -> Constant.of(ascii(only(arguments)).toUpperCase(Locale.ROOT), name);
            case "lower", "lcase" -> Constant.of(ascii(only(arguments)).toLowerCase(Locale.ROOT), name);
            case "length", "len", "char_length", "character_length" ->
                Constant.of(only(arguments).text().length(), name);
            case "concat" -> concatenated(arguments);
            case "trim" -> Constant.of(trimmed(only(arguments).text(), true, true), name);
            case "ltrim" -> Constant.of(trimmed(only(arguments).text(), true, false), name);
            case "rtrim" -> Constant.of(trimmed(only(arguments).text(), false, true), name);
            case "reverse" ->
                Constant.of(new StringBuilder(only(arguments).text()).reverse().toString(), name);
            case "substring", "substr" -> part(function, arguments);
            case "coalesce" -> first(arguments, name);
            case "nvl", "ifnull" -> first(two(arguments), name);
            case "nullif" -> unlessEqual(two(arguments), name);
            case "if" -> choice(arguments);
            case "greatest" -> extreme(arguments, ">", name);
            case "least" -> extreme(arguments, "<", name);
            case "version" -> version(arguments, name);
            case "abs" -> absolute(only(arguments), name);
            default -> throw new NotSimple();
        };
    }

    private static String name(String function, List<Constant> arguments) {
        return arguments.stream().map(Constant::name).collect(Collectors.joining(", ", function + "(", ")"));
    }

    private static Constant only(List<Constant> arguments) throws NotSimple {
        if (arguments.size() != 1) {
            throw new NotSimple();
        }
        return arguments.get(0);
    }

    private static List<Constant> two(List<Constant> arguments) throws NotSimple {
        if (arguments.size() != 2) {
            throw new NotSimple();
        }
        return arguments;
    }

    private static String ascii(Constant constant) throws NotSimple {
        String text = constant.text();
        if (text.chars().anyMatch(c -> c >= 128)) {
            throw new NotSimple();
        }
        return text;
    }

    static Constant concatenated(List<Constant> parts) throws NotSimple {
        if (parts.isEmpty() || parts.size() > MOST_ARGUMENTS) {
            throw new NotSimple();
        }
        StringBuilder text = new StringBuilder();
        for (Constant part : parts) {
            text.append(part.text());
        }
        return Constant.of(text.toString(), name("concat", parts));
    }

    /** Of blanks, and of nothing else that is white. */
    private static String trimmed(String text, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (right && start < end && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    /** From a position counted from 1, or from the end if it is negative. */
    private static Constant part(String function, List<Constant> arguments) throws NotSimple {
        if (arguments.size() != 2 && arguments.size() != 3) {
            throw new NotSimple();
        }
        String text = arguments.get(0).text();
        int position = arguments.get(1).smallNumber();
        Constant length = arguments.size() == 3
                ? arguments.get(2)
                : Constant.of(Integer.MAX_VALUE, Integer.toString(Integer.MAX_VALUE));
        long start = position > 0 ? position - 1L : position < 0 ? text.length() + (long) position : 0;
        long end = Math.min(start + length.smallNumber(), text.length());
        int from = (int) Math.max(start, 0);
        String name = name(function, List.of(arguments.get(0), arguments.get(1), length));
        return Constant.of(from < end ? text.substring(from, (int) end) : "", name);
    }

    private static Constant first(List<Constant> arguments, String name) throws NotSimple {
        requireAlike(arguments);
        return arguments.get(0).named(name);
    }

    private static Constant unlessEqual(List<Constant> arguments, String name) throws NotSimple {
        requireAlike(arguments);
        boolean equal = ConstantOperators.compared(arguments.get(0), "=", arguments.get(1))
                .flag();
        Constant first = arguments.get(0);
        return new Constant(first.type(), equal ? null : first.value(), true, name);
    }

    private static Constant choice(List<Constant> arguments) throws NotSimple {
        if (arguments.size() != 3) {
            throw new NotSimple();
        }
        requireAlike(arguments.subList(1, 3));
        Constant chosen = arguments.get(arguments.get(0).flag() ? 1 : 2);
        return chosen.named("(%s)".formatted(name("IF", arguments)));
    }

    private static Constant version(List<Constant> arguments, String name) throws NotSimple {
        if (!arguments.isEmpty() || SparkVersion.TEXT.isEmpty()) {
            throw new NotSimple();
        }
        return Constant.of(SparkVersion.TEXT.get(), name);
    }

    private static Constant extreme(List<Constant> arguments, String operator, String name) throws NotSimple {
        if (arguments.size() < 2) {
            throw new NotSimple();
        }
        requireAlike(arguments);
        Constant found = arguments.get(0);
        for (Constant argument : arguments) {
            found = ConstantOperators.compared(argument, operator, found).flag() ? argument : found;
        }
        return found.named(name);
    }

    private static Constant absolute(Constant number, String name) throws NotSimple {
        if (number.smallNumber() == Integer.MIN_VALUE) {
            throw new NotSimple();
        }
        return Constant.of(Math.abs(number.smallNumber()), name);
    }

    /** To values of several types, or decimals with different digits, Spark gives a common one. */
    private static void requireAlike(List<Constant> arguments) throws NotSimple {
        if (arguments.isEmpty() || arguments.size() > MOST_ARGUMENTS) {
            throw new NotSimple();
        }
        for (Constant argument : arguments) {
            argument.requireSure();
            if (argument.type() != arguments.get(0).type() || argument.type() == Constant.Type.DECIMAL) {
                throw new NotSimple();
            }
        }
    }
}
