package io.lakeflight.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.benchmarks.subject.Case;
import io.lakeflight.benchmarks.system.TpcdsTables;
import io.lakeflight.benchmarks.system.TpchTables;
import io.lakeflight.planner.validation.ColumnType;
import io.lakeflight.planner.validation.QueryValidator;
import io.lakeflight.planner.validation.QueryValidator.KnownTable;
import io.lakeflight.planner.validation.TableColumn;
import io.lakeflight.planner.validation.Validation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many of the texts of TPC-H and TPC-DS Calcite validates for us against their tables. */
class TestValidatedTexts {
    @Test
    void allOfTpchIsValid() {
        assertThat(problems(SparkTexts.tpch(), TpchTables.columns())).isEmpty();
    }

    @Test
    void allOfTpcdsIsValid() {
        assertThat(problems(SparkTexts.tpcds(), TpcdsTables.columns())).isEmpty();
    }

    private static List<String> problems(List<Case> cases, Map<String, String> tables) {
        List<KnownTable> known = tables.entrySet().stream()
                .map(table -> new KnownTable(List.of(table.getKey()), columns(table.getValue())))
                .toList();
        return cases.stream()
                .flatMap(text -> {
                    Validation validation =
                            QueryValidator.validate(text.text().apply(0).strip(), known);
                    return validation.problem().map(problem -> text.name() + ": " + problem).stream();
                })
                .toList();
    }

    private static List<TableColumn> columns(String definitions) {
        return Arrays.stream(definitions.split(", "))
                .map(definition -> definition.split(" "))
                .map(parts -> new TableColumn(parts[0], new ColumnType(parts[1].toLowerCase(Locale.ROOT), true)))
                .toList();
    }
}
