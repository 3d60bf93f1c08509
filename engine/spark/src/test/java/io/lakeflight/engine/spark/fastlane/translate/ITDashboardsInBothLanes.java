package io.lakeflight.engine.spark.fastlane.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dashboards ask is answered in the lane, and the same: the statements of {@code dashboard-statements.sql}. */
class ITDashboardsInBothLanes {
    private static final String SALES = """
            CREATE TABLE sales USING parquet AS SELECT
                id AS order_id,
                cast(id % 40 AS INT) AS customer_id,
                elt(cast(id % 5 + 1 AS INT), 'North', 'South', 'East', 'West', NULL) AS region,
                date_add(DATE '2019-12-20', cast(id * 37 % 400 AS INT)) AS order_date,
                timestamp_seconds(1576800000 + id * 3600 * 17) AS order_ts,
                cast(timestamp_seconds(1577000000 + id * 3600 * 18 + id) AS TIMESTAMP_NTZ) AS shipped_at,
                1576800000 + id * 86399 AS epoch,
                if(id % 11 = 3, NULL, cast(id % 9 + 1 AS INT)) AS quantity,
                if(id % 13 = 5, NULL, cast(id * 7919 % 100000 / 100 AS DECIMAL(12, 2))) AS price,
                if(id % 7 = 2, NULL, cast(id % 8 / 16 AS DOUBLE)) AS discount,
                if(id % 17 = 0, NULL, id % 6 = 0) AS is_return,
                elt(cast(id % 4 + 1 AS INT), '17', '', '42', NULL) AS code
            FROM range(500)
            """;

    private static final String CUSTOMERS = """
            CREATE TABLE customers USING parquet AS SELECT
                cast(id AS INT) AS customer_id,
                elt(cast(id % 4 + 1 AS INT), 'M\\u00fcller', 'Smith', 'Garc\\u00eda', 'L\\u00f3pez ') || id AS customer_name,
                elt(cast(id % 3 + 1 AS INT), 'Retail', 'Business', NULL) AS segment,
                'user.' || id || '@example' || id % 3 || '.com' AS email,
                '+1 (' || (200 + id) || ') 555-0' || (100 + id) AS phone,
                cast(date_add(DATE '2010-01-31', cast(id * 97 AS INT)) AS STRING) AS since_text,
                cast(timestamp_seconds(1580000000 + id * 99999) AS STRING) AS seen_text
            FROM range(45)
            """;

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Europe/Berlin"})
    void statementsAreInTheLane(String zone) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Lanes lanes = new Lanes(zone)) {
            lanes.spark().sql(SALES);
            lanes.spark().sql(CUSTOMERS);
            for (String statement : Statements.of("dashboard-statements.sql")) {
                Outcome outcome = lanes.compare(statement);
                if (!outcome.isEqual()) {
                    wrong.add(outcome + ": " + statement);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
