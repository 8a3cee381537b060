package profundo.lab;

import java.util.List;

/// What an experiment is.
///
/// @param id the name on the command line, such as `lenet5`
/// @param topic of the course, such as `convolutional networks`
/// @param title what it shows, in one line
/// @param data the names of the data it can read; the first is the paper's, and the claims are of
///   it
/// @param seconds about how long each scale takes
/// @param claims what its figures are held against; the first is the headline: the paper's point
public record About(
    String id,
    String topic,
    String title,
    Paper paper,
    List<String> data,
    Seconds seconds,
    List<Claim> claims) {
  /// What the recipe is about: the first of its claims.
  public Claim headline() {
    return claims.getFirst();
  }
}
