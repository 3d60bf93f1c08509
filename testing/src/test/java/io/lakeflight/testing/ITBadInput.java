package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, it gets a clear error and both processes live on. */
@OnSharedCluster
@Timeout(60)
final class ITBadInput {
    private static final byte[] GARBAGE = "garbage".getBytes(StandardCharsets.UTF_8);

    private final TestingCluster cluster;
    private TestingClient client;
    private ProcessHandle engine;

    ITBadInput(TestingCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() {
        client = cluster.client();
        engine = cluster.server().engineProcesses().get(0);
    }

    @AfterEach
    void close() {
        assertThat(client.query(SmallQuery.TEXT).value()).isEqualTo(1);
        assertThat(cluster.server().engineProcesses()).containsExactly(engine);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", ";", ";;", "-- nothing", "/* nothing */", "/* nothing /* nested */ */ ;"})
    void textWithoutAStatement(String text) {
        assertRefused(text, "INVALID_ARGUMENT");
    }

    @Test
    void tenMegabytesOfText() {
        assertRefused("SELECT '" + "x".repeat(10 << 20) + "'", "INVALID_ARGUMENT");
    }

    @Test
    void tenThousandParentheses() {
        assertRefused("SELECT " + "(".repeat(10_000) + "1" + ")".repeat(10_000), "INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT sequence(1, 2000000000)",
                "SELECT array_repeat('x', 2000000000) FROM range(1)",
                "SELECT length(max(s)) FROM (SELECT concat_ws('', collect_list(repeat('x', 50000000))) AS s"
                        + " FROM range(0, 100, 1, 1))"
            })
    void statementThatWantsTooMuchMemory(String text) {
        assertThatThrownBy(() -> client.query(text))
                .satisfies(Failure.of("RESOURCE_EXHAUSTED"))
                .satisfies(e -> assertThat(Failure.trailer(e, "x-sqlstate")).isEqualTo("53200"))
                .hasMessageContaining("needs more memory than the engine has left");
    }

    @Test
    void longChainOfOperators() {
        String chain = "SELECT 1" + " + 1".repeat(20_000);
        try {
            assertThat(client.query(chain).value()).isEqualTo(20_001);
        } catch (FlightRuntimeException e) {
            assertThat(e).satisfies(Failure.of("INVALID_ARGUMENT"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELEC 1 | 1:1 | 42601",
                "SELECT 1 FROM lake.tpch.region WHERE 1 = | 1:41 | 42601",
                "SELECT 'open | 1:8 | 42601",
                "SELECT (1 | 1:10 | 42601"
            })
    void syntaxErrorTellsItsPlace(String text, String position, String sqlState) {
        assertThatThrownBy(() -> client.query(text)).satisfies(Failure.of("INVALID_ARGUMENT"), failure -> {
            assertThat(Failure.trailer(failure, "x-sqlstate")).isEqualTo(sqlState);
            assertThat(Failure.trailer(failure, "x-error-position")).isEqualTo(position);
        });
    }

    @Test
    void viewWithoutItsTableIsNamed() {
        client.update("CREATE TABLE lake.it.`below view` (i INT)");
        client.update("CREATE VIEW lake.it.above_table AS SELECT 1 AS one, i FROM lake.it.`below view`");
        client.update("DROP TABLE lake.it.`below view`");
        client.update("CREATE TABLE lake.it.`below views` (i INT)");

        assertThatThrownBy(() -> client.query("SELECT * FROM lake.it.above_table"))
                .satisfies(Failure.of("NOT_FOUND"), failure -> assertThat(failure)
                        .hasMessageContaining("in the view ")
                        .hasMessageContaining("above_table")
                        .hasMessageContaining("Did you mean: lake.it.`below views`?")
                        .hasMessageNotContaining("line 1"));
    }

    @Test
    void viewsThatReferToEachOther() {
        client.update("CREATE VIEW lake.it.ring_a AS SELECT 1 AS one");
        client.update("CREATE VIEW lake.it.ring_b AS SELECT one FROM lake.it.ring_a");

        assertThatThrownBy(() -> {
                    client.update("CREATE OR REPLACE VIEW lake.it.ring_a AS SELECT one FROM lake.it.ring_b");
                    client.query("SELECT * FROM lake.it.ring_b");
                })
                .isInstanceOf(FlightRuntimeException.class)
                .hasMessageContaining("ring_");
        assertThat(client.query("EXPLAIN ROUTE SELECT * FROM lake.it.ring_b").rows())
                .anyMatch(row -> "lake.it.ring_b".equals(row.get(1)));
    }

    @Test
    void propertyThatWouldBreakItsTable() {
        client.update("CREATE TABLE lake.it.sound (i INT)");

        for (String statement : List.of(
                "ALTER TABLE lake.it.sound SET TBLPROPERTIES ('commit.retry.num-retries' = 'abc')",
                "ALTER TABLE lake.it.sound SET TBLPROPERTIES ('write.format.default' = 'frob', 'my.own' = 'x')",
                "CREATE TABLE lake.it.unsound (i INT) TBLPROPERTIES ('read.split.target-size' = '128MB')",
                "CREATE TABLE lake.it.unsound TBLPROPERTIES ('write.merge.mode' = 'mor') AS SELECT 1 AS i")) {
            assertThatThrownBy(() -> client.update(statement))
                    .as(statement)
                    .satisfies(Failure.of("INVALID_ARGUMENT"), failure -> assertThat(
                                    Failure.trailer(failure, "x-sqlstate"))
                            .isEqualTo("42000"))
                    .hasMessageContaining("(expected: ");
        }
        client.update("INSERT INTO lake.it.sound VALUES (1)");
    }

    @Test
    void placeOfASyntaxErrorCountsLines() {
        assertThatThrownBy(() -> client.query("SELECT 1,\n  2,\n  FRM x y"))
                .satisfies(Failure.of("INVALID_ARGUMENT"), failure -> assertThat(
                                Failure.trailer(failure, "x-error-position"))
                        .startsWith("3:"));
    }

    @Test
    void unknownTableComesWithASuggestion() {
        assertThatThrownBy(() -> client.query("SELECT * FROM lake.tpch.linitem"))
                .satisfies(Failure.of("NOT_FOUND"), failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                        .isEqualTo("42P01"))
                .hasMessageContaining("linitem")
                .hasMessageContaining("lineitem");
    }

    @Test
    void unknownColumnComesWithASuggestion() {
        assertThatThrownBy(() -> client.query("SELECT l_orderky FROM lake.tpch.lineitem"))
                .satisfies(Failure.of("NOT_FOUND"), failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                        .isEqualTo("42703"))
                .hasMessageContaining("l_orderkey")
                .hasMessageNotContaining("'Project");
    }

    @Test
    void failureWhileRunningIsClear() {
        assertThatThrownBy(() -> client.query("SELECT 1 / (id - id) FROM range(10)"))
                .satisfies(Failure.of("INVALID_ARGUMENT"), failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                        .isEqualTo("22012"));
    }

    @Test
    void tableThatExistsIsNotCreatedAgain() {
        assertThatThrownBy(() -> client.update("CREATE TABLE lake.tpch.region (id int)"))
                .satisfies(Failure.of("ALREADY_EXISTS"));
    }

    @Test
    void unknownHandle() {
        FlightSql.CommandPreparedStatementQuery command = FlightSql.CommandPreparedStatementQuery.newBuilder()
                .setPreparedStatementHandle(ByteString.copyFromUtf8("no such handle"))
                .build();

        assertThatThrownBy(() -> client.flight()
                        .getInfo(FlightDescriptor.command(Any.pack(command).toByteArray())))
                .satisfies(Failure.of("NOT_FOUND"));
    }

    @Test
    void tableNameOfManyCharacters() {
        assertThatThrownBy(() -> client.query("SELECT * FROM " + "x".repeat(5_000)))
                .satisfies(Failure.of("NOT_FOUND"), failure -> assertThat(Failure.trailer(failure, "x-sqlstate"))
                        .isEqualTo("42P01"));
    }

    @Test
    void longNameOfAnotherAlphabet() {
        assertThatThrownBy(() -> client.query("SELECT * FROM `" + "ж".repeat(1_000) + "`"))
                .satisfies(Failure.of("NOT_FOUND"));
    }

    @Test
    void descriptorThatIsNoCommand() {
        for (FlightDescriptor descriptor : List.of(
                FlightDescriptor.command(GARBAGE),
                FlightDescriptor.command(new byte[0]),
                FlightDescriptor.path("lake", "tpch", "region"))) {
            assertThatThrownBy(() -> client.flight().getInfo(descriptor))
                    .satisfies(Failure.ofRequest("INVALID_ARGUMENT", "08P01"));
            assertThatThrownBy(() -> client.flight().getSchema(descriptor))
                    .satisfies(Failure.ofRequest("INVALID_ARGUMENT", "08P01"));
        }
    }

    @Test
    void garbageTicket() {
        assertThatThrownBy(() -> read(new Ticket(GARBAGE))).satisfies(Failure.ofRequest("INVALID_ARGUMENT", "08P01"));
        assertThatThrownBy(() -> read(new Ticket(new byte[0])))
                .satisfies(Failure.ofRequest("INVALID_ARGUMENT", "08P01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NoSuchAction",
                "CancelFlightInfo",
                "CancelQuery",
                "SetSessionOptions",
                "GetSessionOptions",
                "CloseSession",
                "CreatePreparedStatement",
                "ClosePreparedStatement"
            })
    void garbageAction(String type) {
        assertThatThrownBy(() -> act(type, GARBAGE)).satisfies(Failure.ofRequest("INVALID_ARGUMENT", "08P01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BeginTransaction",
                "EndTransaction",
                "BeginSavepoint",
                "EndSavepoint",
                "CreatePreparedSubstraitPlan",
                "RenewFlightEndpoint"
            })
    void actionThatIsNotServed(String type) {
        assertThatThrownBy(() -> act(type, new byte[0])).satisfies(Failure.ofRequest("UNIMPLEMENTED", "0A000"));
    }

    @Test
    void statementOfATransaction() {
        FlightSqlClient.Transaction transaction = new FlightSqlClient.Transaction("t".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> client.sql().execute("SELECT 1", transaction))
                .satisfies(Failure.ofRequest("UNIMPLEMENTED", "0A000"));
        assertThatThrownBy(() -> client.sql().executeUpdate("CREATE TABLE lake.it.never (id int)", transaction))
                .satisfies(Failure.ofRequest("UNIMPLEMENTED", "0A000"));
        assertThatThrownBy(() -> client.sql().prepare("SELECT 1", transaction).close())
                .satisfies(Failure.ofRequest("UNIMPLEMENTED", "0A000"));
    }

    @Test
    void ticketOfAnUnknownStatement() {
        FlightSql.TicketStatementQuery ticket = FlightSql.TicketStatementQuery.newBuilder()
                .setStatementHandle(ByteString.copyFromUtf8("no such statement"))
                .build();

        assertThatThrownBy(() -> read(new Ticket(Any.pack(ticket).toByteArray())))
                .satisfies(Failure.of("NOT_FOUND"));
    }

    @Test
    void ticketOfAnotherUser() {
        Ticket ticket = client.sql()
                .execute("SELECT 1", user("ann"))
                .getEndpoints()
                .get(0)
                .getTicket();

        try (TestingClient stranger = cluster.client()) {
            assertThatThrownBy(() -> {
                        try (ResultStream stream = stranger.open(ticket, user("bob"))) {
                            stream.next();
                        }
                    })
                    .satisfies(Failure.of("NOT_FOUND"));
        }
    }

    @Test
    void handleOfAPreparedStatementIsNoTicket() {
        FlightSql.CommandPreparedStatementQuery handle = FlightSql.CommandPreparedStatementQuery.newBuilder()
                .setPreparedStatementHandle(ByteString.copyFromUtf8("no such handle"))
                .build();

        assertThatThrownBy(() -> read(new Ticket(Any.pack(handle).toByteArray())))
                .satisfies(Failure.ofRequest("INVALID_ARGUMENT", "08P01"));
    }

    @Test
    void unknownCatalogComesWithASuggestion() {
        assertThatThrownBy(() -> client.query("SELECT * FROM lak.tpch.lineitem"))
                .satisfies(Failure.of("NOT_FOUND"))
                .hasMessageContaining("lake.tpch.lineitem");
    }

    @Test
    void zeroCharacterInAnIdentifier() {
        assertRefused("SELECT 1 AS \"a\u0000b\"", "INVALID_ARGUMENT");
    }

    @Test
    void identifiersOfEveryAlphabet() {
        client.update("CREATE TABLE lake.it.\"таблица 表\" (\"naïve ключ\" int)");
        client.update("INSERT INTO lake.it.\"таблица 表\" VALUES (1)");

        assertThat(client.query("SELECT \"naïve ключ\" FROM lake.it.`таблица 表`")
                        .value())
                .isEqualTo(1);
    }

    @Test
    void headersThatAreTooLongOrWrong() {
        assertThatThrownBy(() -> client.sql().execute("SELECT 1", header("cookie", "x".repeat(1 << 20))))
                .isNotNull();
        assertThat(client.read(client.sql().execute("SELECT 1", header("cookie", "=;;=;a;b=\"c")))
                        .value())
                .isEqualTo(1);
    }

    @Test
    void jdbcMessageNamesTheMistake() throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM lake.tpch.linitem"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("linitem");
        }
    }

    private void assertRefused(String text, String code) {
        assertThatThrownBy(() -> client.query(text)).satisfies(Failure.of(code));
        assertThatThrownBy(() -> client.update(text)).satisfies(Failure.of(code));
        assertThatThrownBy(() -> client.sql().prepare(text).close()).satisfies(Failure.of(code));
    }

    private void act(String type, byte[] body) {
        client.flight().doAction(new Action(type, body)).forEachRemaining(result -> {});
    }

    private void read(Ticket ticket) throws Exception {
        try (ResultStream stream = client.open(ticket)) {
            stream.next();
        }
    }

    private static HeaderCallOption header(String name, String value) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert(name, value);
        return new HeaderCallOption(headers);
    }

    private CredentialCallOption user(String name) {
        return client.flight().authenticateBasicToken(name, "").orElseThrow();
    }
}
