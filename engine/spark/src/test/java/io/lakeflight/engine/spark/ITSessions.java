package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.OpenSession;
import io.lakeflight.engine.spark.session.EngineSession;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;

class ITSessions {
    private static final int SESSIONS = 1_000;
    /** Pooled threads of Spark and Iceberg may keep the session they were born in. */
    private static final int KEPT_BY_POOLS = 20;

    private final TestingEngine engine = TestingEngine.shared();

    @Test
    void closedSessionsLeaveNothingBehind() {
        List<WeakReference<SparkSession>> sessions = new ArrayList<>();
        for (int index = 0; index < SESSIONS; index++) {
            String id = "leak_" + index;
            engine.open(id);
            sessions.add(new WeakReference<>(engine.server().sessions().find(id).spark()));
            if (index % 50 == 0) {
                engine.rows(engine.statement(id, "SELECT count(*) FROM range(10)"));
            }
            engine.close(id);
        }
        TestingEngine.eventually(Duration.ofSeconds(20), () -> {
            System.gc();
            return sessions.stream().filter(session -> session.get() != null).count() <= KEPT_BY_POOLS;
        });
        assertThat(engine.server().sessions().count()).isLessThan(10);
    }

    @Test
    void sessionNobodyCallsIsClosedWhenItsTimeIsOver() {
        engine.open(OpenSession.newBuilder()
                .setSessionId("forgotten")
                .setIdleTimeoutSeconds(1)
                .build());
        int open = engine.server().sessions().count();

        TestingEngine.eventually(() -> engine.server().sessions().count() < open);

        assertThat(TestingEngine.errorOf(() -> engine.rows(engine.statement("forgotten", "SELECT 1")))
                        .getCondition())
                .isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void sessionIsNotClosedWhileItWorks() {
        engine.open(OpenSession.newBuilder()
                .setSessionId("busy")
                .setIdleTimeoutSeconds(1)
                .build());

        assertThat(engine.rows(engine.statement("busy", "SELECT sum(sqrt(id)) FROM range(300000000)")))
                .hasSize(1);
        assertThat(engine.rows(engine.statement("busy", "SELECT 1"))).hasSize(1);
    }

    @Test
    void reopenedSessionStaysInASchemaThatWasDropped() {
        OpenSession lost = OpenSession.newBuilder()
                .setSessionId("homeless")
                .setCatalog("lake")
                .setSchema("dropped")
                .build();
        assertThat(TestingEngine.errorOf(() -> engine.open(lost)).getSqlState()).isEqualTo("42704");

        engine.open(lost.toBuilder().setReopened(true).build());

        assertThat(engine.rows(engine.statement("homeless", "SELECT current_schema()")))
                .containsExactly(List.of("dropped"));
        assertThat(engine.execute("homeless", "USE lake.db").getSession().getSchema())
                .isEqualTo("db");
    }

    @Test
    void currentUserIsTheSessionsAndNotTheProcesss() {
        engine.open(OpenSession.newBuilder().setSessionId("bobs").setUser("bob").build());
        engine.open("nobodys");

        assertThat(engine.rows(engine.statement("bobs", "SELECT current_user()")))
                .containsExactly(List.of("bob"));
        assertThat(engine.rows(engine.statement("nobodys", "SELECT current_user()")))
                .containsExactly(List.of("anonymous"));
    }

    @Test
    void sessionTellsWhetherItHoldsWhatNoOtherEngineKnows() {
        engine.open("holding");

        assertThat(engine.execute("holding", "SET spark.sql.ansi.enabled = true")
                        .getSession()
                        .getTemporary())
                .isFalse();
        for (List<String> statements : List.of(
                List.of("CREATE TEMPORARY VIEW held AS SELECT 1 AS x", "DROP VIEW held"),
                List.of("CREATE TEMPORARY FUNCTION held(x INT) RETURNS INT RETURN x", "DROP TEMPORARY FUNCTION held"),
                List.of("DECLARE VARIABLE held INT", "DROP TEMPORARY VARIABLE held"))) {
            assertThat(engine.execute("holding", statements.get(0)).getSession().getTemporary())
                    .isTrue();
            assertThat(engine.execute("holding", statements.get(1)).getSession().getTemporary())
                    .isFalse();
        }
    }

    @Test
    void functionInSqlBelongsToItsSession() {
        engine.open("functions");
        engine.execute("functions", "CREATE TEMPORARY FUNCTION plus(x INT, y INT DEFAULT 1) RETURNS INT RETURN x + y");

        assertThat(engine.rows(engine.statement("functions", "SELECT plus(1), plus(1, 2)")))
                .containsExactly(List.of(2, 3));
        assertThat(TestingEngine.errorOf(() -> engine.rows("SELECT plus(1)")).getSqlState())
                .isEqualTo("42883");
    }

    @Test
    void sessionsDoNotShareTemporaryViews() {
        engine.open("one");
        engine.open("two");
        engine.execute("one", "CREATE TEMPORARY VIEW mine AS SELECT 1 AS x");
        assertThat(engine.rows(engine.statement("one", "SELECT x FROM mine"))).hasSize(1);
        assertThat(TestingEngine.errorOf(() -> engine.rows(engine.statement("two", "SELECT x FROM mine")))
                        .getSqlState())
                .isEqualTo("42P01");
    }

    @Test
    void temporaryNamesAreSeenThatCameAfterALookWhileTheyWereMade() throws Exception {
        engine.open("looked-at");
        EngineSession session = engine.server().sessions().find("looked-at");
        assertThat(session.hasTemporaries()).isFalse();

        session.change(() -> {
            assertThat(session.hasTemporaries()).isFalse();
            return session.spark().sql("CREATE TEMPORARY VIEW seen AS SELECT 1");
        });
        assertThat(session.hasTemporaries()).isTrue();

        session.change(() -> session.spark().sql("DROP VIEW seen"));
        assertThat(session.hasTemporaries()).isFalse();
        engine.close("looked-at");
    }

    @Test
    void contextIsAnotherOneWhenASettingOrTheSchemaIs() throws Exception {
        engine.open("context");
        EngineSession session = engine.server().sessions().find("context");
        String first = session.context().hash();
        assertThat(session.context().hash()).isEqualTo(first);

        engine.execute("context", "SET spark.sql.shuffle.partitions = 5");
        String second = session.context().hash();
        assertThat(second).isNotEqualTo(first);

        engine.execute("context", "SET spark.sql.shuffle.partitions = 6");
        assertThat(session.context().hash()).isNotEqualTo(second);

        engine.execute("context", "RESET spark.sql.shuffle.partitions");
        assertThat(session.context().hash()).isEqualTo(first);
        engine.execute("context", "CREATE NAMESPACE IF NOT EXISTS lake.elsewhere");
        engine.execute("context", "USE lake.elsewhere");
        assertThat(session.context().hash()).isNotEqualTo(first);
        engine.close("context");
        engine.execute("setup", "DROP NAMESPACE lake.elsewhere");
    }
}
