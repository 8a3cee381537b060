/// Floor 5 of Profundo: the papers' experiments, one package each, in the order of the course.
open module profundo.recipes {
  requires transitive profundo.lab;
  requires static transitive org.jspecify;

  provides profundo.lab.Recipe with
      profundo.recipes.perceptron.PerceptronRecipe,
      profundo.recipes.mlp.MlpRecipe,
      profundo.recipes.dropout.MlpDropoutRecipe,
      profundo.recipes.lenet.Lenet5Recipe,
      profundo.recipes.resnet.Resnet20Recipe,
      profundo.recipes.adversarial.AdversarialRecipe,
      profundo.recipes.charlstm.CharLstmRecipe,
      profundo.recipes.speech.SpeechCtcRecipe,
      profundo.recipes.transformer.TransformerTranslateRecipe,
      profundo.recipes.ntm.NtmCopyRecipe,
      profundo.recipes.vae.VaeRecipe,
      profundo.recipes.gan.GanRecipe,
      profundo.recipes.dcgan.DcganRecipe;
}
