package io.lakeflight.server.routing;

/**
 * One thing that was tried to choose a data plane.
 *
 * @param step what kind of thing, e.g. {@code rule}
 * @param subject which one, e.g. the rule's name
 * @param outcome what came of it, in a word or two
 * @param detail why
 */
public record RoutingStep(String step, String subject, String outcome, String detail) {}
