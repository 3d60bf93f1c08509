/**
 * Flight SQL's RPCs, translated. Start at {@link io.lakeflight.server.flight.LakeflightProducer}. Decides nothing about
 * statements: that is {@code query}'s.
 */
@NullMarked
package io.lakeflight.server.flight;

import org.jspecify.annotations.NullMarked;
