/// Floor 2 of Profundo: the training loop, metrics, checkpoints, the run store and progress.
module profundo.train {
  requires java.management;
  requires jdk.management;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.databind;
  requires transitive profundo.tensor;
  requires transitive profundo.nn;
  requires transitive profundo.data;
  requires static transitive org.jspecify;

  exports profundo.train;
  exports profundo.train.metric;
  exports profundo.train.progress;
  exports profundo.train.store;

  opens profundo.train to
      profundo.tensor;
}
