package profundo.data;

/// One canonical file of a dataset.
///
/// @param name its file name
/// @param url its canonical address; empty where there is none
/// @param sha256 the SHA-256 of its content in hexadecimal; of the *unpacked* content for a name
///   that ends with `.gz` but not `.tar.gz`, so that the same file packed by another hand is the
///   same file
public record DataFile(String name, String url, String sha256) {}
