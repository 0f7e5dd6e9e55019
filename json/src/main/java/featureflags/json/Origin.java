package featureflags.json;

/// Where a document comes from.
enum Origin {
  /// Somebody sent it: weights are wishes, and slots are for the engine to deal out.
  SENT,
  /// The engine wrote it: slots are as they are.
  STORED
}
