package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.SqlScript;
import org.junit.jupiter.api.Test;

class TestScriptRunner {
    private final SqlScript script = SqlScript.of("SELECT 1;\n\n  SELECT 2,\n 3;");

    @Test
    void placeInAStatementBecomesThePlaceInItsScript() {
        SqlScript.Statement second = script.statements().get(1);

        assertThat(ScriptRunner.inScript("What? (line 1, column 8)", second)).isEqualTo("What? (line 3, column 10)");
        assertThat(ScriptRunner.inScript("What? (line 2, column 2)", second)).isEqualTo("What? (line 4, column 2)");
    }

    @Test
    void messageWithoutAPlaceStaysAsItIs() {
        SqlScript.Statement second = script.statements().get(1);

        assertThat(ScriptRunner.inScript("It has (line 1, column 8) in it", second))
                .isEqualTo("It has (line 1, column 8) in it");
    }

    @Test
    void markOfTheByteOrderIsNoPartOfAScript() {
        assertThat(SqlCommand.withoutMark("\uFEFFSELECT 1")).isEqualTo("SELECT 1");
        assertThat(SqlCommand.withoutMark("SELECT '\uFEFF'")).isEqualTo("SELECT '\uFEFF'");
    }

    @Test
    void terminalWithoutAWidthHasRoomForATable() {
        SqlShell.ShellOptions options = new SqlShell.ShellOptions(new sqlline.SqlLine());

        options.set(sqlline.BuiltInProperty.MAX_WIDTH, 0);
        assertThat(options.getMaxWidth()).isEqualTo(120);

        options.set(sqlline.BuiltInProperty.MAX_WIDTH, 70);
        assertThat(options.getMaxWidth()).isEqualTo(70);
    }
}
