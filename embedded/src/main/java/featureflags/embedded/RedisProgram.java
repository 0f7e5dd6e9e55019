package featureflags.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the Redis server's program is.
///
/// The one that comes with the engine is first, so that everybody runs the version that the tests
/// run. One on the `PATH` is the way out where the engine brings none for the platform, or where
/// what it brings cannot be executed.
final class RedisProgram {

  private static final int OLDEST_MAJOR = 7;
  private static final Pattern VERSION = Pattern.compile("server v=(\\d+)\\.");
  private static final String PROGRAM = "redis-server";

  private RedisProgram() {}

  /// The first program that runs and is Redis 7 or newer.
  ///
  /// @throws CannotStart when there is none
  static Path found() {
    var platform = Platform.here();
    var unpacked = unpacked(platform);
    return Stream.concat(unpacked.stream(), onPath())
        .filter(RedisProgram::isUsable)
        .findFirst()
        .orElseThrow(() ->
            unpacked.map(RedisProgram::unusable).orElseGet(() -> platform.unsupported("Redis")));
  }

  private static CannotStart unusable(Path program) {
    return new CannotStart(
        "%s cannot be executed (is its folder mounted noexec? XDG_CACHE_HOME moves it), and there"
                .formatted(program)
            + " is no redis-server %d or newer on the PATH".formatted(OLDEST_MAJOR));
  }

  private static Optional<Path> unpacked(Platform platform) {
    return Cache.ofThisUser()
        .unpacked(platform.redisProgram(), RedisProgram::copy)
        .map(home -> home.resolve(PROGRAM));
  }

  private static void copy(Path folder, InputStream content) throws IOException {
    var program = folder.resolve(PROGRAM);
    Files.copy(content, program);
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + program);
    }
  }

  private static Stream<Path> onPath() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(path)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(PROGRAM))
        .filter(Files::isExecutable);
  }

  private static boolean isUsable(Path program) {
    try {
      var version = Command.run(Path.of("/"), List.of(program.toString(), "--version"));
      var matcher = VERSION.matcher(version.output());
      return version.succeeded()
          && matcher.find()
          && Integer.parseInt(matcher.group(1)) >= OLDEST_MAJOR;
    } catch (IOException _) {
      return false;
    }
  }
}
