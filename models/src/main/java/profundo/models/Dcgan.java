package profundo.models;

import profundo.nn.BatchNorm2d;
import profundo.nn.Conv2d;
import profundo.nn.ConvTranspose2d;
import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// The two players of "Unsupervised representation learning with deep convolutional generative
/// adversarial networks" (Radford, Metz & Chintala 2016), at 28×28 pixels: strided convolutions for
/// pooling, batch normalisation in both but at the generator's output and the discriminator's
/// input, rectifiers in the generator and leaky ones in the discriminator, weights from N(0, 0.02).
public final class Dcgan {
  private static final double LEAK = 0.2;
  private static final double SPREAD = 0.02;
  private static final long[] SEVEN = {7, 7};

  private Dcgan() {}

  /// G: noise `[N, z]` to pictures `[N, 1, 28, 28]` between −1 and 1.
  public static final class Generator extends Net implements Layer {
    private final Linear project;
    private final BatchNorm2d bn1;
    private final ConvTranspose2d conv1;
    private final BatchNorm2d bn2;
    private final ConvTranspose2d conv2;
    private final long maps;

    /// @param noise the size of z; 100 in the paper
    /// @param maps of the layer before the last; each layer towards the noise has twice as many
    public Generator(long noise, long maps) {
      this.maps = maps;
      project = new Linear(noise, 2 * maps * 7 * 7);
      bn1 = new BatchNorm2d(2 * maps);
      conv1 = new ConvTranspose2d(2 * maps, maps, 4, o -> o.stride(2).padding(1).bias(false));
      bn2 = new BatchNorm2d(maps);
      conv2 = new ConvTranspose2d(maps, 1, 4, o -> o.stride(2).padding(1));
      draw(project.weight, conv1.weight, conv2.weight);
    }

    @Override
    public Tensor forward(Tensor z) {
      var seven = project.forward(z).unflatten(1, 2 * maps, SEVEN[0], SEVEN[1]);
      var h = bn1.forward(seven).relu(); // [N, 2·maps, 7, 7]
      h = bn2.forward(conv1.forward(h)).relu(); // [N, maps, 14, 14]
      return conv2.forward(h).tanh();
    }
  }

  /// D: pictures `[N, 1, 28, 28]` to the logit that they are real, `[N]`; with several outputs, to
  /// a score for each class, `[N, outputs]`.
  public static final class Discriminator extends Net implements Layer {
    private final Conv2d conv1;
    private final Conv2d conv2;
    private final BatchNorm2d bn2;
    private final Linear out;
    private final long outputs;

    /// @param maps of the first layer; the second has twice as many
    public Discriminator(long maps) {
      this(maps, 1);
    }

    /// A net of the discriminator's layers with so many outputs.
    public Discriminator(long maps, long outputs) {
      this.outputs = outputs;
      conv1 = new Conv2d(1, maps, 4, o -> o.stride(2).padding(1));
      conv2 = new Conv2d(maps, 2 * maps, 4, o -> o.stride(2).padding(1).bias(false));
      bn2 = new BatchNorm2d(2 * maps);
      out = new Linear(2 * maps * 7 * 7, outputs);
      draw(conv1.weight, conv2.weight, out.weight);
    }

    @Override
    public Tensor forward(Tensor x) {
      var scores = out.forward(second(first(x)).flatten(1));
      return outputs == 1 ? scores.squeeze(1) : scores;
    }

    /// Section 5.1: the maps of both layers, the largest value in each field of a grid of 4×4, `[N,
    /// 3·maps·16]`.
    public Tensor features(Tensor x) {
      var h1 = first(x);
      var grid1 = h1.maxPool2d(new long[] {4, 4}, new long[] {4, 4}, new long[] {1, 1});
      var grid2 = second(h1).maxPool2d(new long[] {2, 2}, new long[] {2, 2}, new long[] {1, 1});
      return Tensor.cat(1, grid1.flatten(1), grid2.flatten(1));
    }

    private Tensor first(Tensor x) {
      return conv1.forward(x).leakyRelu(LEAK); // [N, maps, 14, 14]
    }

    private Tensor second(Tensor h) {
      return bn2.forward(conv2.forward(h)).leakyRelu(LEAK); // [N, 2·maps, 7, 7]
    }
  }

  private static void draw(Tensor... weights) {
    for (var weight : weights) {
      Init.normal(weight, 0, SPREAD);
    }
  }
}
