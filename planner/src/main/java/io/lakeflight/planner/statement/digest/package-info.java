/**
 * Short names of what statements say, by which those are found that mean the same.
 *
 * <p>Start at {@link io.lakeflight.planner.statement.digest.StatementDigest}; {@link io.lakeflight.planner.statement.digest.StatementShape} looks away from constants, too. Texts
 * that mean the same may be told apart; those that do not mean the same always are.
 */
@NullMarked
package io.lakeflight.planner.statement.digest;

import org.jspecify.annotations.NullMarked;
