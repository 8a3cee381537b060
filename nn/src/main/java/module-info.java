/// Floor 1 of Profundo: layers, nets, initialisers, losses, state dicts and optimizers.
module profundo.nn {
  requires transitive profundo.tensor;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports profundo.nn;
  exports profundo.optim;

  opens profundo.nn to
      profundo.tensor;
}
