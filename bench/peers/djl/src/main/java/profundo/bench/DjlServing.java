package profundo.bench;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// LeNet-5 served by the Deep Java Library, with a predictor for each caller as its documents
/// advise: `DjlServing THREADS SECONDS`. Callers compute side by side, each on one core.
final class DjlServing {
  private DjlServing() {}

  public static void main(String[] words) throws IOException {
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    double seconds = Double.parseDouble(words[1]);
    var model = Model.newInstance("peer");
    model.setBlock(DjlSteps.lenet());
    model
        .getBlock()
        .initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1, 28, 28));
    var own = ThreadLocal.withInitial(() -> model.newPredictor(new Digits()));
    var pixels = new float[28 * 28];
    var step = new Step(DjlSteps.parameters(model.getBlock()), () -> predict(own.get(), pixels));
    Map<String, Step> steps = new LinkedHashMap<>();
    for (var callers : new String[] {"1", "8", "64"}) {
      steps.put(callers, step);
    }
    Answers.give(
        steps,
        (callers, asked) -> Served.by(asked.once(), Integer.parseInt(callers), seconds).answer(),
        System.out);
  }

  private static void predict(Predictor<float[], float[]> predictor, float... pixels) {
    try {
      predictor.predict(pixels);
    } catch (TranslateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Digits implements Translator<float[], float[]> {
    @Override
    public NDList processInput(TranslatorContext context, float[] pixels) {
      return new NDList(context.getNDManager().create(pixels, new Shape(1, 28, 28)));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList scores) {
      return scores.singletonOrThrow().toFloatArray();
    }
  }
}
