package io.lakeflight.server.maintenance;

import io.lakeflight.catalog.TableName;
import java.util.Optional;

/**
 * The policy that holds for a table.
 *
 * @param policy empty if there is a problem
 * @param problem why the policy cannot be told: the table cannot be read, or a property of it is wrong; empty if it can
 */
public record TablePolicy(TableName table, Optional<MaintenancePolicy> policy, Optional<String> problem) {}
