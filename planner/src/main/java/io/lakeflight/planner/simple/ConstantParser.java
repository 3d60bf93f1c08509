package io.lakeflight.planner.simple;

import io.lakeflight.planner.simple.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads an expression of constants and computes it on the way; precedence is that of Spark's grammar. */
final class ConstantParser {
    private static final int DEEPEST = 20;
    private static final int MOST_DIGITS = 18;
    private static final int LARGEST_SCALE = 6;

    /** Words that begin something else than a name; the brackets of a function tell it from a column. */
    private static final Set<String> KEYWORDS = Set.of(
            "all", "any", "case", "cast", "distinct", "exists", "false", "interval", "not", "null", "some", "true");

    private final Tokens tokens;
    private int depth;

    ConstantParser(Tokens tokens) {
        this.tokens = tokens;
    }

    static boolean isKeyword(Token word) {
        return KEYWORDS.contains(word.text().toLowerCase(Locale.ROOT));
    }

    Constant expression() throws NotSimple {
        depth++;
        if (depth > DEEPEST) {
            throw new NotSimple();
        }
        Constant value = or();
        depth--;
        return value;
    }

    private Constant or() throws NotSimple {
        List<Constant> parts = new ArrayList<>(List.of(and()));
        while (tokens.take("or")) {
            parts.add(and());
        }
        return joined(parts, "OR");
    }

    private Constant and() throws NotSimple {
        List<Constant> parts = new ArrayList<>(List.of(not()));
        while (tokens.take("and")) {
            parts.add(not());
        }
        return joined(parts, "AND");
    }

    /** Spark makes a tree of even depth of what stands side by side, and that is in the column's name. */
    private static Constant joined(List<Constant> parts, String operator) throws NotSimple {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int half = (parts.size() + 1) / 2;
        Constant left = joined(parts.subList(0, half), operator);
        Constant right = joined(parts.subList(half, parts.size()), operator);
        boolean one = left.flag();
        boolean other = right.flag();
        boolean value = operator.equals("OR") ? one || other : one && other;
        return Constant.of(value, "(%s %s %s)".formatted(left.name(), operator, right.name()));
    }

    private Constant not() throws NotSimple {
        int negations = 0;
        while (tokens.take("not")) {
            negations++;
        }
        if (negations > DEEPEST) {
            throw new NotSimple();
        }
        Constant value = comparison();
        for (; negations > 0; negations--) {
            value = Constant.of(!value.flag(), "(NOT %s)".formatted(value.name()));
        }
        return value;
    }

    private Constant comparison() throws NotSimple {
        Constant left = sum();
        String operator = comparisonOperator();
        if (operator.isEmpty()) {
            return left;
        }
        // A second comparison behind it, or IS NULL, is no end of the expression, and is so left to Spark.
        return ConstantOperators.compared(left, operator, sum());
    }

    /** Passes it; empty if none follows. */
    private String comparisonOperator() {
        Token first = tokens.peek();
        boolean begins = first.is('=') || first.is('<') || first.is('>') || first.is('!');
        if (!begins) {
            return "";
        }
        StringBuilder operator = new StringBuilder(tokens.take().text());
        while (operator.length() < 3
                && !tokens.peek().gap()
                && (tokens.peek().is('=') || tokens.peek().is('>'))) {
            operator.append(tokens.take().text());
        }
        return operator.toString();
    }

    private Constant sum() throws NotSimple {
        Constant left = product();
        while (true) {
            if (tokens.peek().is('+') || tokens.peek().is('-')) {
                char operator = tokens.take().text().charAt(0);
                left = ConstantOperators.computed(left, operator, product());
            } else if (tokens.peek().is('|')
                    && tokens.peek(1).is('|')
                    && !tokens.peek(1).gap()) {
                tokens.take();
                tokens.take();
                left = ConstantFunctions.concatenated(List.of(left, product()));
            } else {
                return left;
            }
        }
    }

    private Constant product() throws NotSimple {
        Constant left = signed();
        while (true) {
            if (tokens.peek().is('*') || tokens.peek().is('/') || tokens.peek().is('%')) {
                char operator = tokens.take().text().charAt(0);
                left = ConstantOperators.computed(left, operator, signed());
            } else if (tokens.take("div")) {
                left = ConstantOperators.divided(left, signed());
            } else {
                return left;
            }
        }
    }

    /** A minus before a number is part of the number, and before anything else it is an operator. */
    private Constant signed() throws NotSimple {
        if (!tokens.peek().is('-')) {
            return primary();
        }
        tokens.take();
        if (tokens.peek().kind() != Kind.DIGITS) {
            throw new NotSimple();
        }
        return number(true);
    }

    private Constant primary() throws NotSimple {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case DIGITS -> number(false);
            case STRING -> string();
            case WORD -> word();
            case SYMBOL -> brackets();
            case NAME, END -> throw new NotSimple();
        };
    }

    private Constant brackets() throws NotSimple {
        tokens.require('(');
        Constant value = expression();
        tokens.require(')');
        return value;
    }

    /** Strings side by side are one to Spark, and are left to it. */
    private Constant string() throws NotSimple {
        String text = requireOne(tokens.take());
        return Constant.of(text, text);
    }

    private String requireOne(Token string) throws NotSimple {
        if (tokens.peek().kind() == Kind.STRING) {
            throw new NotSimple();
        }
        return string.text();
    }

    private Constant number(boolean negative) throws NotSimple {
        String digits = tokens.take().text();
        if (tokens.peek().is('.')) {
            if (tokens.peek().gap()) {
                throw new NotSimple();
            }
            return decimal(negative, digits);
        }
        if (digits.length() > MOST_DIGITS) {
            throw new NotSimple();
        }
        long value = Long.parseLong(digits) * (negative ? -1 : 1);
        String name = Long.toString(value);
        return value == (int) value ? Constant.of((int) value, name) : Constant.of(value, name);
    }

    private Constant decimal(boolean negative, String digits) throws NotSimple {
        tokens.require('.');
        Token fraction = tokens.take();
        boolean isPlain = fraction.kind() == Kind.DIGITS
                && !fraction.gap()
                && (tokens.peek().gap() || tokens.peek().kind() == Kind.SYMBOL)
                && !tokens.peek().is('.')
                && digits.length() + fraction.text().length() <= MOST_DIGITS
                && fraction.text().length() <= LARGEST_SCALE;
        if (!isPlain) {
            throw new NotSimple();
        }
        BigDecimal value = new BigDecimal((negative ? "-" : "") + digits + "." + fraction.text());
        return Constant.of(value, value.toString());
    }

    private Constant word() throws NotSimple {
        if (tokens.take("true")) {
            return Constant.of(true, "true");
        }
        if (tokens.take("false")) {
            return Constant.of(false, "false");
        }
        if (tokens.take("null")) {
            return Constant.ofNull();
        }
        if (tokens.take("case")) {
            return choice();
        }
        if (isTime()) {
            return time();
        }
        Token function = tokens.take();
        tokens.require('(');
        if (function.is("cast")) {
            return cast();
        }
        List<Constant> arguments = new ArrayList<>();
        if (!tokens.take(')')) {
            do {
                arguments.add(expression());
            } while (tokens.take(','));
            tokens.require(')');
        }
        return ConstantFunctions.called(function.text().toLowerCase(Locale.ROOT), arguments);
    }

    private Constant cast() throws NotSimple {
        Constant value = expression();
        tokens.require("as");
        Token type = tokens.take();
        List<Integer> sizes = new ArrayList<>();
        if (tokens.take('(')) {
            do {
                sizes.add(size());
            } while (tokens.take(','));
            tokens.require(')');
        }
        tokens.require(')');
        if (type.kind() != Kind.WORD) {
            throw new NotSimple();
        }
        return ConstantCasts.cast(
                value,
                type.text().toUpperCase(Locale.ROOT),
                sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private int size() throws NotSimple {
        Token digits = tokens.take();
        if (digits.kind() != Kind.DIGITS || digits.text().length() > 5) {
            throw new NotSimple();
        }
        return Integer.parseInt(digits.text());
    }

    /** Whether a date or a point in time follows, with its type before it. */
    boolean isTime() {
        boolean isType = tokens.peek().is("date") || tokens.peek().is("timestamp");
        return isType && tokens.peek(1).kind() == Kind.STRING;
    }

    private Constant time() throws NotSimple {
        Constant.Type type = tokens.take().is("date") ? Constant.Type.DATE : Constant.Type.TIMESTAMP;
        return ConstantTimes.read(type, requireOne(tokens.take()));
    }

    /** {@code CASE WHEN … THEN … ELSE … END}; Spark computes one branch, so that none of the others may fail. */
    private Constant choice() throws NotSimple {
        StringBuilder name = new StringBuilder("CASE");
        Constant chosen = null;
        Constant.Type type = null;
        boolean isSure = false;
        while (tokens.take("when")) {
            Constant condition = expression();
            boolean holds = condition.flag();
            // Of the word itself Spark knows before it computes anything, and by no other name.
            isSure |= condition.name().equals("true");
            tokens.require("then");
            Constant value = expression().requireSure();
            name.append(" WHEN %s THEN %s".formatted(condition.name(), value.name()));
            type = type == null ? value.type() : type;
            requireType(type, value);
            chosen = chosen == null && holds ? value : chosen;
        }
        if (type == null) {
            throw new NotSimple();
        }
        boolean hasElse = tokens.take("else");
        if (hasElse) {
            Constant value = expression().requireSure();
            name.append(" ELSE ").append(value.name());
            requireType(type, value);
            chosen = chosen == null ? value : chosen;
        }
        tokens.require("end");
        return new Constant(type, chosen == null ? null : chosen.value(), !hasElse && !isSure, name + " END");
    }

    /** Branches of several types, or of decimals with different digits, are brought to a common one by Spark. */
    private static void requireType(Constant.Type type, Constant value) throws NotSimple {
        if (value.type() != type || type == Constant.Type.DECIMAL) {
            throw new NotSimple();
        }
    }
}
