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
import java.util.TreeMap;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.lab.UsageException;
import profundo.lab.exhibit.AttentionMap;
import profundo.lab.exhibit.Film;
import profundo.lab.exhibit.Gallery;
import profundo.lab.exhibit.HeardSound;
import profundo.lab.exhibit.PointGroup;
import profundo.train.store.Artefact;
import profundo.train.store.ArtefactKind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// How each kind of exhibit is shown: what the page's template wants to know of it.
final class ReportPanels {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CLASS_COLOURS = 10;

  private final PageWords words;
  private final Parts parts;
  private final boolean severalSeeds;

  /// @param severalSeeds whether what a seed left is named after it
  ReportPanels(PageWords words, Parts parts, boolean severalSeeds) {
    this.words = words;
    this.parts = parts;
    this.severalSeeds = severalSeeds;
  }

  /// A panel for each exhibit: the view of the run's own net and first seed is open, those of other
  /// nets and seeds are folded under it.
  ///
  /// @throws profundo.train.store.StoreException if a file is gone or is not what the run wrote
  /// @throws UsageException if a file of an older run, which has no checksum, is damaged
  List<Map<String, Object>> of(List<Artefact> artefacts) {
    var exhibits =
        artefacts.stream()
            .filter(artefact -> isShown(artefact.kind()))
            .sorted(Comparator.comparing(ReportPanels::net).thenComparing(Artefact::seed))
            .collect(
                Collectors.groupingBy(ReportPanels::exhibit, TreeMap::new, Collectors.toList()));
    var panels = new ArrayList<Map<String, Object>>();
    exhibits.forEach((name, views) -> panels.add(panel(name, views)));
    return panels;
  }

  private Map<String, Object> panel(String name, List<Artefact> views) {
    var shown = new ArrayList<Map<String, Object>>();
    for (var artefact : views) {
      var view = new LinkedHashMap<String, Object>();
      var seed =
          severalSeeds ? words.text().get("report.ofSeed", Long.toString(artefact.seed())) : "";
      boolean isOnly = views.size() == 1 && net(artefact).isEmpty();
      view.put("label", isOnly ? "" : PageWords.joined(words.part(net(artefact)), seed));
      view.put("colour", parts.colour(net(artefact)));
      view.put("folded", !shown.isEmpty());
      view.put(artefact.kind().word(), content(name, artefact));
      shown.add(view);
    }
    return Map.of(
        "name",
        name,
        "title",
        words.find("artefact." + name).orElse(views.getFirst().title()),
        "words",
        words.find("exhibit." + name).orElse(""),
        "wide",
        isWide(views.getFirst().kind()),
        "views",
        shown);
  }

  private static boolean isShown(ArtefactKind kind) {
    return switch (kind) {
      case CHECKPOINT, WEIGHTS, FACTS, PREDICTIONS -> false;
      case TEXT, IMAGE, GALLERY, FILM, POINTS, TABLE, MATRIX, CURVES, ATTENTION, SOUND -> true;
    };
  }

  /// Whether it has a row of the page to itself.
  private static boolean isWide(ArtefactKind kind) {
    return switch (kind) {
      case GALLERY, ATTENTION, TABLE, SOUND -> true;
      default -> false;
    };
  }

  /// `standard` of `standard.confusion`; empty for the run's own net.
  private static String net(Artefact artefact) {
    return artefact.name().substring(0, Math.max(0, artefact.name().lastIndexOf('.')));
  }

  private static String exhibit(Artefact artefact) {
    return artefact.name().substring(artefact.name().lastIndexOf('.') + 1);
  }

  private Object content(String name, Artefact artefact) {
    try {
      var bytes = artefact.read();
      return switch (artefact.kind()) {
        case TEXT -> new String(bytes, UTF_8);
        case IMAGE -> image(name, bytes);
        case GALLERY -> gallery(bytes);
        case FILM -> film(bytes);
        case POINTS -> JSON.writeValueAsString(points(name, bytes));
        case TABLE -> table(rows(bytes));
        case MATRIX -> matrix(rows(bytes));
        case CURVES -> JSON.writeValueAsString(curves(name, rows(bytes)));
        case ATTENTION -> attention(bytes);
        case SOUND -> sounds(name, bytes);
        case CHECKPOINT, WEIGHTS, FACTS, PREDICTIONS ->
            throw new IllegalArgumentException(artefact.name());
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

  /// A picture; one whose axes the recipe names is a map of numbers, a pixel each.
  private Map<String, Object> image(String name, byte[] bytes) {
    var image = new LinkedHashMap<String, Object>();
    image.put("png", Base64.getEncoder().encodeToString(bytes));
    var axis = words.find("axis." + name + ".x");
    PngSize.of(bytes)
        .ifPresent(size -> {
          image.put("shown", Integer.toString(size.shown(axis.isPresent())));
          image.put("smooth", !size.isMagnified());
          image.put("lastX", Integer.toString(size.width()));
          image.put("lastY", Integer.toString(size.height()));
        });
    axis.ifPresent(x -> {
      image.put("xAxis", x);
      image.put("yAxis", words.find("axis." + name + ".y").orElse(""));
      image.put("scale", words.find("scale." + name).orElse(""));
    });
    return image;
  }

  private List<Map<String, String>> gallery(byte[] bytes) {
    return JSON.readValue(bytes, new TypeReference<List<Gallery.Item>>() {}).stream()
        .map(item -> Map.of("caption", item.captioned(words::label), "png", item.png()))
        .toList();
  }

  private Map<String, Object> film(byte[] bytes) {
    var frames =
        JSON.readValue(bytes, new TypeReference<List<Film.Frame>>() {}).stream()
            .map(frame ->
                Map.of(
                    "caption", words.text().get("report.epoch", frame.epoch()), "png", frame.png()))
            .toList();
    var last = frames.getLast().get("png");
    var size = PngSize.of(Base64.getDecoder().decode(last));
    return Map.of(
        "frames",
        JSON.writeValueAsString(frames),
        "last",
        last,
        "lastCaption",
        frames.getLast().get("caption"),
        "place",
        Integer.toString(frames.size() - 1),
        "shown",
        size.map(png -> Integer.toString(png.shown(false))).orElse(""));
  }

  private Map<String, Object> points(String name, byte[] bytes) {
    var groups = new ArrayList<Map<String, Object>>();
    for (var group : JSON.readValue(bytes, PointGroup[].class)) {
      groups.add(
          Map.of(
              "label",
              words.label(group.name()),
              "colour",
              groups.size() % CLASS_COLOURS,
              "x",
              group.x(),
              "y",
              group.y(),
              "joined",
              group.joined()));
    }
    return Map.of(
        "groups",
        groups,
        "xLabel",
        words.find("axis." + name + ".x").orElse(""),
        "yLabel",
        words.find("axis." + name + ".y").orElse(""));
  }

  private Map<String, Object> table(List<List<String>> rows) {
    return Map.of(
        "header",
        rows.getFirst().stream().map(words::label).toList(),
        "rows",
        rows.stream()
            .skip(1)
            .map(row -> Map.of("cells", row.stream().map(ReportPanels::cell).toList()))
            .toList());
  }

  private static Map<String, Object> cell(String word) {
    return Map.of("text", PageWords.grouped(word), "isNumber", word.matches("[-−+]?[\\d.,]+ ?%?"));
  }

  /// Each cell with its share of its row, as a shade.
  private Map<String, Object> matrix(List<List<String>> rows) {
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
                fields.get(c).equals("0") ? "" : PageWords.grouped(fields.get(c)),
                "shade",
                shade(Math.sqrt(share)),
                "diagonal",
                r == c));
      }
      shaded.add(Map.of("label", words.label(fields.getFirst()), "cells", cells));
    }
    var header = rows.getFirst().stream().skip(1).map(words::label).toList();
    return Map.of("header", header, "rows", shaded);
  }

  private Map<String, Object> curves(String name, List<List<String>> rows) {
    var lines = new ArrayList<ReportCurves.Series>();
    for (int column = 1; column < rows.getFirst().size(); column++) {
      var line = new TreeMap<Double, Double>();
      for (var row : rows.subList(1, rows.size())) {
        if (!row.get(column).isEmpty()) {
          line.put(Double.parseDouble(row.getFirst()), Double.parseDouble(row.get(column)));
        }
      }
      var label = words.label(rows.getFirst().get(column));
      lines.add(new ReportCurves.Series(label, column - 1, false, List.of(line)));
    }
    return ReportCurves.chart(
        words.label(rows.getFirst().getFirst()),
        words.find("axis." + name + ".y").orElse(""),
        lines);
  }

  private List<Map<String, Object>> attention(byte[] bytes) {
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
      shown.add(Map.of("name", words.label(map.name()), "header", map.columns(), "rows", rows));
    }
    return shown;
  }

  private List<Map<String, Object>> sounds(String name, byte[] bytes) {
    var panel = new SoundPanel(words);
    return JSON.readValue(bytes, new TypeReference<List<HeardSound>>() {}).stream()
        .map(sound -> panel.of(name, sound))
        .toList();
  }

  private static String shade(double share) {
    return Long.toString(Math.round(100 * Math.clamp(share, 0.0, 1.0)));
  }
}
