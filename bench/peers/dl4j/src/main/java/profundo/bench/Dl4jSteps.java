package profundo.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/// The first two steps of `Steps` in Deeplearning4j: `Dl4jSteps THREADS SECONDS`.
final class Dl4jSteps {
  private Dl4jSteps() {}

  public static void main(String[] words) throws IOException {
    int threads = Integer.parseInt(words[0]);
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
    Nd4j.getRandom().setSeed(1);
    Answers.give(all(), Double.parseDouble(words[1]), System.out);
  }

  private static Map<String, Step> all() {
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put("LeNet-5, batch 64", step(lenet(), Nd4j.randn(64, 1, 28, 28)));
    steps.put("MLP 784-512-512-10, batch 128", step(mlp(), Nd4j.randn(128, 784)));
    return steps;
  }

  private static MultiLayerConfiguration lenet() {
    return net()
        .layer(new ConvolutionLayer.Builder(5, 5).padding(2, 2).nOut(6).build())
        .layer(pool())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
        .layer(pool())
        .layer(new DenseLayer.Builder().nOut(120).build())
        .layer(new DenseLayer.Builder().nOut(84).build())
        .layer(scores())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  private static MultiLayerConfiguration mlp() {
    return net()
        .layer(new DenseLayer.Builder().nOut(512).build())
        .layer(new DenseLayer.Builder().nOut(512).build())
        .layer(scores())
        .setInputType(InputType.feedForward(784))
        .build();
  }

  private static NeuralNetConfiguration.ListBuilder net() {
    return new NeuralNetConfiguration.Builder()
        .updater(new Adam(1e-3))
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.RELU)
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .list();
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
  }

  private static OutputLayer scores() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static Step step(MultiLayerConfiguration configuration, INDArray x) {
    var net = new MultiLayerNetwork(configuration);
    net.init();
    long rows = x.size(0);
    var y = Nd4j.zeros(rows, 10);
    for (long row = 0; row < rows; row++) {
      y.putScalar(row, row % 10, 1);
    }
    return new Step(net.numParams(), () -> net.fit(x, y));
  }
}
