package io.lakeflight.benchmarks.suite;

import io.lakeflight.benchmarks.subject.Case;
import java.util.List;

/**
 * What dashboards send: small answers of filters, groups and joins over TPC-H.
 *
 * @param isFresh whether a statement has other literals each time; else its text is always the same
 */
record DashboardSuite(String name, String description, boolean isFresh) implements Suite {
    /** As they are sent by those who choose another day or customer each time. */
    static DashboardSuite small() {
        return new DashboardSuite(
                "small", "30 statements as dashboards send them, with other literals each time.", true);
    }

    /** As they are sent when they are looked at once more. */
    static DashboardSuite known() {
        return new DashboardSuite(
                "known",
                "The 30 statements of small, with the same literals each time, of which no answer is kept.",
                false);
    }

    @Override
    public List<Case> cases() {
        return Templates.read("small.sql").stream().map(this::toCase).toList();
    }

    private Case toCase(Template template) {
        return isFresh
                ? new Case(template.name(), "tpch", template::filled)
                : Case.same(template.name(), "tpch", template.filled(0));
    }
}
