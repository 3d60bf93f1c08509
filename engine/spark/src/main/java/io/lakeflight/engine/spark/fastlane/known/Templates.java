package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.fastlane.constants.ConstantText;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of texts of one shape: several templates where constants that are not free differ, or free ones are in another
 * order.
 *
 * @param isRefuted whether Spark has planned something else than a template would have given: then each text is known by itself
 */
record Templates(List<Template> templates, boolean isRefuted) implements Known {
    static final Templates NONE = new Templates(List.of(), false);
    private static final Templates REFUTED = new Templates(List.of(), true);

    /** More of them would be looked through in vain: such texts have nothing in common that is of use. */
    private static final int MOST = 16;

    private static final int OWN_BYTES = 256;

    Templates {
        templates = List.copyOf(templates);
    }

    /** The statement for a text; empty if it must be planned. */
    Optional<KnownStatement> find(ConstantText text) throws Refusal {
        for (Template template : templates) {
            Optional<KnownStatement> found = template.with(text);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * After a text was planned and answered.
     *
     * @param own what it might be a template for; empty if none of its constants is free
     */
    Templates learned(ConstantText text, KnownStatement planned, Optional<Template> own) throws Refusal {
        if (isRefuted) {
            return this;
        }
        // One of tables or views that have changed since is of no use any more.
        List<Template> others = new ArrayList<>(templates);
        others.removeIf(template -> !template.statement().sources().equals(planned.sources()));
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).isFor(text)) {
                Optional<Template> proven = others.get(i).proven(text, planned);
                if (proven.isEmpty()) {
                    return REFUTED;
                }
                others.set(i, proven.get());
                return new Templates(others, false);
            }
        }
        own.ifPresent(others::add);
        return new Templates(others.subList(Math.max(0, others.size() - MOST), others.size()), false);
    }

    /**
     * After the lane has refused the plan of a text.
     *
     * @param sources that the plan reads
     */
    Templates refused(ConstantText text, Sources sources) {
        boolean isRefuted = templates.stream()
                .filter(template -> template.statement().sources().equals(sources))
                .anyMatch(template -> template.isRefutedBy(text));
        return isRefuted ? REFUTED : this;
    }

    @Override
    public int bytes() {
        return OWN_BYTES + templates.stream().mapToInt(Template::bytes).sum();
    }
}
