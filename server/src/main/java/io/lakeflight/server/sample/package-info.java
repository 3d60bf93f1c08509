/**
 * Sample tables for a first look.
 *
 * <p>Start at {@link io.lakeflight.server.sample.SampleData}. It is a client like any other: all it does is send SQL.
 */
package io.lakeflight.server.sample;
