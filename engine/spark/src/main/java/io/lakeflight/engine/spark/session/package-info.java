/**
 * The Spark application and its sessions. Start at {@link io.lakeflight.engine.spark.session.EngineSessions}; this
 * package never runs statements.
 */
@NullMarked
package io.lakeflight.engine.spark.session;

import org.jspecify.annotations.NullMarked;
