package featureflags.load;

import java.util.List;

/// The sides of one work.
///
/// @param bare Vert.x alone, the limit
/// @param chassis our HTTP server without work
/// @param audited eval-service
/// @param unaudited eval-service without its audit trail
/// @param answerBytes the size of the answer that bare and chassis give to all
record Contest(
    Work work,
    WorkFile file,
    Side bare,
    Side chassis,
    Side audited,
    Side unaudited,
    int answerBytes) {
  /// All of them.
  List<Side> sides() {
    return List.of(bare, chassis, audited, unaudited);
  }

  /// What is asked and answered, in a sentence.
  String description() {
    return "`POST %s`: %d bytes in the first body, %d in its answer."
        .formatted(work.path(), work.bodies().getFirst().length(), answerBytes);
  }
}
