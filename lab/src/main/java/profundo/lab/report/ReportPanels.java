package profundo.lab.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.lab.UsageException;
import profundo.lab.exhibit.AttentionMap;
import profundo.train.store.Artefact;
import profundo.train.store.ArtefactKind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// How each kind of artefact is shown: what the page's template wants to know of it.
final class ReportPanels {
  private static final JsonMapper JSON = new JsonMapper();

  private ReportPanels() {}

  /// A panel for each exhibit: the view of the run's own net and first seed is open, those of other
  /// nets and seeds are folded under it.
  ///
  /// @param labels what stands above a view: of a net and a seed
  /// @param titles what stands above a panel, by the exhibit's name
  /// @throws profundo.train.store.StoreException if a file is gone or is not what the run wrote
  /// @throws UsageException if a file of an older run, which has no checksum, is damaged
  static List<Map<String, Object>> of(
      List<Artefact> artefacts,
      BiFunction<String, Long, String> labels,
      Function<String, Optional<String>> titles) {
    var exhibits =
        artefacts.stream()
            .filter(artefact -> isShown(artefact.kind()))
            .sorted(Comparator.comparing(ReportPanels::net).thenComparing(Artefact::seed))
            .collect(
                Collectors.groupingBy(ReportPanels::exhibit, TreeMap::new, Collectors.toList()));
    var panels = new ArrayList<Map<String, Object>>();
    exhibits.forEach((name, views) -> {
      var shown = new ArrayList<Map<String, Object>>();
      for (var artefact : views) {
        var view = new LinkedHashMap<String, Object>();
        view.put("label", labels.apply(net(artefact), artefact.seed()));
        view.put("folded", !shown.isEmpty());
        view.put(artefact.kind().word(), content(artefact));
        shown.add(view);
      }
      var title = titles.apply(name).orElse(views.getFirst().title());
      panels.add(Map.of("name", name, "title", title, "views", shown));
    });
    return panels;
  }

  private static boolean isShown(ArtefactKind kind) {
    return switch (kind) {
      case CHECKPOINT, WEIGHTS, FACTS -> false;
      case TEXT, IMAGE, GALLERY, TABLE, MATRIX, CURVES, ATTENTION -> true;
    };
  }

  /// `standard` of `standard.confusion`; empty for the run's own net.
  private static String net(Artefact artefact) {
    return artefact.name().substring(0, Math.max(0, artefact.name().lastIndexOf('.')));
  }

  private static String exhibit(Artefact artefact) {
    return artefact.name().substring(artefact.name().lastIndexOf('.') + 1);
  }

  private static Object content(Artefact artefact) {
    try {
      var bytes = artefact.read();
      return switch (artefact.kind()) {
        case TEXT -> new String(bytes, UTF_8);
        case IMAGE -> Base64.getEncoder().encodeToString(bytes);
        case GALLERY -> JSON.readValue(bytes, new TypeReference<List<Map<String, String>>>() {});
        case TABLE -> table(rows(bytes));
        case MATRIX -> matrix(rows(bytes));
        case CURVES -> JSON.writeValueAsString(curves(rows(bytes)));
        case ATTENTION -> attention(bytes);
        case CHECKPOINT, WEIGHTS, FACTS -> throw new IllegalArgumentException(artefact.name());
      };
    } catch (IOException | JacksonException | NumberFormatException e) {
      throw new UsageException("artefactDamaged", artefact.file(), String.valueOf(e.getMessage()));
    }
  }

  private static List<List<String>> rows(byte[] bytes) throws IOException {
    try (var csv = CsvReader.builder().ofCsvRecord(new String(bytes, UTF_8))) {
      return csv.stream().map(CsvRecord::getFields).toList();
    }
  }

  private static Map<String, Object> table(List<List<String>> rows) {
    return Map.of(
        "header",
        rows.getFirst(),
        "rows",
        rows.stream().skip(1).map(row -> Map.of("cells", row)).toList());
  }

  /// Each cell with its share of the row's largest off-diagonal or diagonal count, as a shade.
  private static Map<String, Object> matrix(List<List<String>> rows) {
    var shaded = new ArrayList<Map<String, Object>>();
    for (int r = 1; r < rows.size(); r++) {
      var fields = rows.get(r);
      double sum = fields.stream().skip(1).mapToDouble(Double::parseDouble).sum();
      var cells = new ArrayList<Map<String, Object>>();
      for (int c = 1; c < fields.size(); c++) {
        double share = sum == 0 ? 0 : Double.parseDouble(fields.get(c)) / sum;
        cells.add(
            Map.of(
                "value",
                fields.get(c).equals("0") ? "" : fields.get(c),
                "shade",
                shade(Math.sqrt(share)),
                "diagonal",
                r == c));
      }
      shaded.add(Map.of("label", fields.getFirst(), "cells", cells));
    }
    return Map.of("header", rows.getFirst().subList(1, rows.getFirst().size()), "rows", shaded);
  }

  private static Map<String, Object> curves(List<List<String>> rows) {
    var lines = new LinkedHashMap<String, TreeMap<Long, Double>>();
    for (int column = 1; column < rows.getFirst().size(); column++) {
      var line = new TreeMap<Long, Double>();
      for (var row : rows.subList(1, rows.size())) {
        if (!row.get(column).isEmpty()) {
          line.put((long) Double.parseDouble(row.getFirst()), Double.parseDouble(row.get(column)));
        }
      }
      lines.put(rows.getFirst().get(column), line);
    }
    return ReportCurves.aligned(lines);
  }

  private static List<Map<String, Object>> attention(byte[] bytes) {
    var shown = new ArrayList<Map<String, Object>>();
    for (var map : JSON.readValue(bytes, AttentionMap[].class)) {
      var rows = new ArrayList<Map<String, Object>>();
      for (int r = 0; r < map.rows().size(); r++) {
        var cells = new ArrayList<Map<String, Object>>();
        for (float weight : map.weights()[r]) {
          cells.add(Map.of("value", Text.format("%.2f", weight), "shade", shade(weight)));
        }
        rows.add(Map.of("label", map.rows().get(r), "cells", cells));
      }
      shown.add(Map.of("name", map.name(), "header", map.columns(), "rows", rows));
    }
    return shown;
  }

  private static String shade(double share) {
    return Long.toString(Math.round(100 * Math.clamp(share, 0.0, 1.0)));
  }
}
