package featureflags.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Uses both test stores, as a suite does, until its input ends.
final class TestsInAnotherJvm {

  private TestsInAnotherJvm() {}

  static ChildJvm started() {
    return new ChildJvm(TestsInAnotherJvm.class, List.of());
  }

  /// Prints the process ids of PostgreSQL and Redis when both are up.
  public static void main(String[] arguments) throws IOException {
    System.out.println(TestStores.postgres().pid());
    System.out.println(TestStores.freshRedis().pid());
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
