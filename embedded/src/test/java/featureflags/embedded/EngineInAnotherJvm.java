package featureflags.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/// Holds both servers over the given folder, with a row and a key in them, until its input ends.
final class EngineInAnotherJvm {

  private EngineInAnotherJvm() {}

  static ChildJvm over(Path folder) {
    return new ChildJvm(EngineInAnotherJvm.class, List.of(folder.toString()));
  }

  /// Prints the process ids of PostgreSQL and Redis when both are up.
  public static void main(String[] arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    try (var postgres = PostgresServer.start(folder.resolve("postgres"), 0);
        var redis = RedisServer.start(folder.resolve("redis"), 0)) {
      Sql.execute(postgres.database(), "CREATE TABLE story AS SELECT 'kept' AS word");
      Resp.once(redis, "SET story kept");
      System.out.println(postgres.pid());
      System.out.println(redis.pid());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
