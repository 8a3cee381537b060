package profundo.lab.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.nn.NetException;

/// The width at which a recipe's net is as large as another.
final class EqualWidth {
  private static final int WIDEST = 1 << 14;

  /// Widths that do not go with the other settings, such as those that heads cannot share, lie
  /// close to others that do.
  private static final int NEIGHBOURS = 64;

  private static final double TOLERANCE = 0.01;

  private final Recipe<?> recipe;
  private final Scale scale;
  private final Map<String, String> changes;
  private final Equality by;
  private final Map<Integer, OptionalLong> sizes = new TreeMap<>();
  private String width = "";

  /// @param changes the settings that the net has beside its width
  EqualWidth(Recipe<?> recipe, Scale scale, Map<String, String> changes, Equality by) {
    this.recipe = recipe;
    this.scale = scale;
    this.changes = changes;
    this.by = by;
  }

  /// How large the net is as it stands.
  ///
  /// @throws UsageException if that is not known
  long size() {
    long size = size(recipe, Map.of());
    if (size == 0) {
      throw StudyText.refuse("equal.unknown", recipe.id(), by.word());
    }
    return size;
  }

  /// The width, as a change of settings; none if the net is within a hundredth of it already.
  ///
  /// @param cell what the arm was asked to change
  /// @throws UsageException if the recipe names no width, the arm changes it already, or none comes
  ///   within a hundredth
  Map<String, String> fit(String arm, Map<String, String> cell, long wanted) {
    if (isNear(size(), wanted)) {
      return Map.of();
    }
    width = recipe.width().orElseThrow(() -> StudyText.refuse("equal.noWidth", recipe.id()));
    if (cell.containsKey(width)) {
      throw StudyText.refuse("equal.twice", width);
    }
    int nearest = nearest(crossing(wanted), wanted);
    long size = size(nearest).orElse(0);
    if (!isNear(size, wanted)) {
      throw StudyText.refuse("equal.none", arm, by.word(), wanted, width, nearest, size);
    }
    return Map.of(width, Integer.toString(nearest));
  }

  private static boolean isNear(long size, long wanted) {
    return Math.abs(size - wanted) <= TOLERANCE * wanted;
  }

  /// The least width whose net, or whose next possible one, is no smaller than what is wanted.
  private int crossing(long wanted) {
    int high = 1;
    while (high < WIDEST && atLeast(high) < wanted) {
      high *= 2;
    }
    int low = high / 2;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (atLeast(middle) < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /// The size at this width, or at the next one that goes with the other settings.
  private long atLeast(int from) {
    for (int at = from; at < from + NEIGHBOURS; at++) {
      if (size(at).isPresent()) {
        return size(at).getAsLong();
      }
    }
    throw StudyText.refuse("equal.refused", recipe.id(), width, from);
  }

  private int nearest(int around, long wanted) {
    int nearest = around;
    long least = Long.MAX_VALUE;
    for (int at = Math.max(1, around - NEIGHBOURS); at < around + NEIGHBOURS; at++) {
      var size = size(at);
      if (size.isPresent() && Math.abs(size.getAsLong() - wanted) < least) {
        least = Math.abs(size.getAsLong() - wanted);
        nearest = at;
      }
    }
    return nearest;
  }

  private OptionalLong size(int at) {
    return sizes.computeIfAbsent(
        at,
        _ -> {
          try {
            return OptionalLong.of(size(recipe, Map.of(width, Integer.toString(at))));
          } catch (UsageException | NetException _) {
            return OptionalLong.empty();
          }
        });
  }

  private <S extends RecipeSettings> long size(Recipe<S> of, Map<String, String> more) {
    var settings = of.settings(scale);
    var all = new LinkedHashMap<>(changes);
    all.putAll(more);
    settings.change(all);
    return by.of(ModelSizes.ofFirst(of, settings));
  }
}
