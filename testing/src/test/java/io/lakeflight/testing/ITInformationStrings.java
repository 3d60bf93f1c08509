package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A string is the same in a query of {@code information_schema} as in any other. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITInformationStrings {
    /** What strings are put together from: escapes, what looks like some, and what ends a string for one reader only. */
    private static final List<String> PIECES = List.of(
            "a",
            "0",
            "7",
            "u",
            "U",
            "''",
            "\\\\",
            "\\'",
            "\\\"",
            "\\n",
            "\\t",
            "\\r",
            "\\b",
            "\\0",
            "\\Z",
            "\\%",
            "\\_",
            "\\u0041",
            "\\u00e9",
            "\\u00g1",
            "\\U0001F986",
            "\\U0001",
            "\\101",
            "\\177",
            "\\200",
            "\\01",
            "\\q",
            "é",
            "🦆",
            "' '",
            "' /* c */ '",
            "\\ud83e",
            "\\udd86",
            "\"",
            "`",
            "%",
            "--",
            "/*");

    private final TestingClient client;

    ITInformationStrings(TestingCluster cluster) {
        this.client = cluster.client();
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void tableIsFoundByItsEscapedName() {
        client.update("CREATE TABLE lake.it.`back\\slash` (i INT)");

        String tables =
                "SELECT table_name FROM lake.information_schema.tables WHERE table_schema = 'it' AND table_name ";
        assertThat(client.query(tables + "= 'back\\\\slash'").column()).containsExactly("back\\slash");
        assertThat(client.query(tables + "LIKE r'back\\\\%'").column()).containsExactly("back\\slash");
    }

    @Test
    void stringsAreThoseOfTheEngine() {
        List<String> strings = strings();
        String columns = IntStream.range(0, strings.size())
                .mapToObj(index -> "%s AS c%d".formatted(strings.get(index), index))
                .collect(Collectors.joining(", "));
        String from = " FROM lake.information_schema.schemata WHERE schema_name = 'it'";

        List<?> engine = client.query("SELECT " + columns).rows().get(0);
        List<?> server = client.query("SELECT " + columns + from).rows().get(0);

        Map<String, Object> expected = new TreeMap<>();
        Map<String, Object> actual = new TreeMap<>();
        for (int index = 0; index < strings.size(); index++) {
            expected.put(strings.get(index), engine.get(index));
            actual.put(strings.get(index), server.get(index));
        }
        assertThat(actual).isEqualTo(expected);
    }

    /** Strings put together at random, without those that are refused. */
    private static List<String> strings() {
        Random random = new Random(11);
        List<String> strings = new ArrayList<>();
        while (strings.size() < 400) {
            StringBuilder string = new StringBuilder();
            IntStream.range(0, 6).forEach(index -> string.append(PIECES.get(random.nextInt(PIECES.size()))));
            String plain = string.toString();
            if (!plain.replaceAll("' (/\\* c \\*/ )?'", "").matches(".*(\\\\r\\\\n|\\\\n\\\\r).*")) {
                strings.add("'" + plain + "'");
                strings.add("r'" + plain.replace("'", "") + "' 'n'");
            }
        }
        return strings;
    }
}
