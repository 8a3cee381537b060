package profundo.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import profundo.lab.study.Contrast;
import profundo.lab.study.Study;
import profundo.train.store.Job;

/// What `vary --json` prints.
final class StudyJson {
  private StudyJson() {}

  static Map<String, Object> of(Study study) {
    var json = new LinkedHashMap<String, Object>();
    json.put("study", study.stored().id());
    json.put("hash", study.stored().hash());
    json.put("recipe", study.plan().recipe());
    json.put("metric", study.plan().metric());
    json.put("figures", study.figures());
    int comparisons = study.plan().comparisons();
    json.put(
        "contrasts", study.contrasts().stream().map(one -> contrast(one, comparisons)).toList());
    json.put("runs", study.jobs().stream().map(StudyJson::job).toList());
    json.put("events", study.events().size());
    json.put("testLooks", study.testLooks());
    return json;
  }

  private static Map<String, Object> contrast(Contrast contrast, int comparisons) {
    var json = new LinkedHashMap<String, Object>();
    json.put("arm", contrast.arm().name());
    json.put("base", contrast.base().name());
    json.put("pairs", contrast.n());
    json.put("difference", contrast.difference());
    json.put("p", contrast.signs().p());
    json.put("holm", contrast.p());
    json.put("equality", contrast.equality().orElse(null));
    json.put("superiority", contrast.superiority());
    var smallest = contrast.smallestDifference();
    json.put("smallestDifference", smallest.isPresent() ? smallest.getAsDouble() : null);
    json.put("pairsLacking", orNull(contrast.pairsLacking(comparisons)));
    json.put("examples", contrast.examples().orElse(null));
    json.put("finding", contrast.finding().name().toLowerCase(Locale.ROOT));
    return json;
  }

  private static @Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private static Map<String, Object> job(Job job) {
    var json = new LinkedHashMap<String, Object>();
    json.put("arm", job.arm());
    json.put("seed", job.seed());
    json.put("state", job.state().word());
    json.put("run", job.run().orElse(null));
    json.put("note", job.note());
    return json;
  }
}
