package featureflags.evalservice;

import featureflags.engine.Value;
import featureflags.json.Fingerprint;

/// The `ETag` of a bulk answer: the same wherever the same flags are evaluated for the same
/// context, and another wherever the answer could be another.
final class BulkTag {
  /// Goes up when the same flags and context are answered otherwise than before.
  private static final long FORM = 1;

  private BulkTag() {}

  /// @param context as it was sent
  /// @param stream what is announced
  static String of(Snapshot snapshot, Value context, String stream) {
    var fingerprint =
        new Fingerprint()
            .add(FORM)
            .add(snapshot.scope().project())
            .add(snapshot.scope().environment())
            .add(snapshot.revision())
            .add(snapshot.contents())
            .add(stream)
            .add(context);
    // A newer engine reads what this one quarantines.
    snapshot.quarantinedNames().forEach(fingerprint::add);
    return "\"" + fingerprint.text() + "\"";
  }
}
