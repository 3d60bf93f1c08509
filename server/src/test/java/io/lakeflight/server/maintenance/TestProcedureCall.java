package io.lakeflight.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.catalog.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestProcedureCall {
    @Test
    void argumentsAreNamed() {
        String call = new ProcedureCall(new TableName("lake", "a.b", "t"), "expire_snapshots")
                .time("older_than", Instant.EPOCH)
                .numbers("snapshot_ids", List.of(1L, -2L))
                .flag("stream_results", true)
                .options(Map.of("k", "v"))
                .toString();

        assertThat(call)
                .isEqualTo("CALL `lake`.system.expire_snapshots(older_than => TIMESTAMP '1970-01-01T00:00:00Z',"
                        + " options => map('k', 'v'), snapshot_ids => array(1L, -2L), stream_results => true,"
                        + " table => '`lake`.`a`.`b`.`t`')");
    }

    @Test
    void namesCannotBreakOut() {
        String call = new ProcedureCall(new TableName("lake", "s", "it's `a` \\ b"), "p").toString();

        assertThat(call).isEqualTo("CALL `lake`.system.p(table => '`lake`.`s`.`it\\'s ``a`` \\\\ b`')");
    }
}
