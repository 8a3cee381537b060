package profundo.tensor;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts libtorch's advice, which names options of Python, into what is to be done here.
final class Advice {
  private static final List<Map.Entry<Pattern, String>> RULES =
      List.of(
          rule(
              "Trying to backward through the graph a second time.*",
              "the first backward pass gave the graph back: let it keep the graph with"
                  + " backward(gradient, true, false), or compute the result anew"),
          rule(
              "(?:One|element \\d+)\\s*of the differentiated Tensors appears to not have been used in the graph.*",
              "one of the inputs has no part in the output and therefore no gradient: leave it"
                  + " out"),
          rule(
              "element \\d+ of \\w+ does not require grad and does not have a grad_fn",
              "nothing that it was computed from requires gradients: call requiresGrad(true)"
                  + " before the computation, which is not to be in Grad.noGrad()"),
          rule(
              "grad can be implicitly created only for scalar outputs.*",
              "only a scalar starts a backward pass by itself: take its sum() or mean(), or give"
                  + " its gradient, backward(gradient, false, false)"),
          rule(
              "The \\.grad attribute of a Tensor that is not a leaf Tensor.*",
              "the gradient of a tensor that was computed is asked for: call retainGrad() on it"
                  + " before the backward pass"),
          rule(
              "can't retain_grad on Tensor that has requires_grad=False",
              "the tensor requires no gradient, so there is none to keep"),
          rule(
              "Inference tensors cannot be saved for backward.*",
              "a tensor made in Grad.inference() cannot be part of a graph: make it in"
                  + " Grad.noGrad(), or copy() it"),
          rule(
              "(Inplace update to inference tensor outside )InferenceMode( is not allowed\\.).*",
              "$1Grad.inference()$2 Change a copy()."),
          rule(
              "\\s*Hint: (?:enable anomaly detection|the backtrace further above).*",
              " Compute without changing it in place, or change a copy()."),
          rule(
              "\\s*If you want to use a computed variable in a subgraph.*",
              " What is outside the graph is detach()."),
          rule(
              "\\s*Given that this use case is ambiguous.*",
              " Change it where it was made, or a copy()."),
          rule(
              "max_pool2d with `return_indices=False` is not infinitely differentiable.*",
              "this pooling has no gradients of gradients"),
          rule(
              "a (?:view of a )?leaf Variable that requires grad is being used in an in-place"
                  + " operation\\.?",
              "it changes a tensor whose gradient is wanted: change it in Grad.noGrad(), or"
                  + " change a copy()"),
          rule(
              "a Tensor with (\\d+) elements cannot be converted to Scalar",
              "one number is asked for and there are $1 elements: take toFloatArray(), or a sum()"
                  + " or mean()"),
          rule("\\btorch\\.(?:\\w+\\.)*\\w+\\(\\):\\s*", ""));

  private Advice() {}

  private static Map.Entry<Pattern, String> rule(String what, String instead) {
    return Map.entry(Pattern.compile(what), instead);
  }

  static String ours(String message) {
    var text = message;
    for (var rule : RULES) {
      text = rule.getKey().matcher(text).replaceAll(rule.getValue());
    }
    return text;
  }
}
