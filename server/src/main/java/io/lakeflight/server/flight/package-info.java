/**
 * Flight SQL's RPCs, translated. Start at {@link io.lakeflight.server.flight.LakeflightProducer}. Decides nothing about
 * statements: that is {@code query}'s.
 */
package io.lakeflight.server.flight;
