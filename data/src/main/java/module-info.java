/// Floor 1 of Profundo: datasets, loaders, decoders and the catalogue.
module profundo.data {
  requires transitive profundo.tensor;
  requires ai.djl.tokenizers;
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires java.net.http;
  requires org.apache.commons.compress;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports profundo.data;
  exports profundo.data.image;
  exports profundo.data.sound;
  exports profundo.data.source;
  exports profundo.data.table;
  exports profundo.data.text;

  opens profundo.data to
      profundo.tensor;
}
