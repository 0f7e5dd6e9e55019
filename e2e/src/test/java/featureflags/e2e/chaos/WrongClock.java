package featureflags.e2e.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A Java agent that sets the clock of one process wrong: what the system's `Clock` and
/// `InstantSource` say in it, and `Instant.now()`.
public final class WrongClock implements ClassFileTransformer {
  private static final String CLASS = WrongClock.class.getName().replace('.', '/') + ".class";

  /// The methods by which the JDK reads the system's clock.
  private static final Set<String> READ = Set.of("millis", "currentInstant");

  private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");
  private static final MethodTypeDesc PLUS_MILLIS =
      MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long);

  private final long ahead;

  private WrongClock(long ahead) {
    this.ahead = ahead;
  }

  /// The environment of a service whose clock is ahead by so much.
  ///
  /// @param folder where the agent is written
  static Map<String, String> ahead(Duration by, Path folder) {
    return Map.of("JDK_JAVA_OPTIONS", "-javaagent:%s=%d".formatted(jar(folder), by.toMillis()));
  }

  private static Path jar(Path folder) {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", WrongClock.class.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    Path file = folder.resolve("wrong-clock.jar");
    try (InputStream code = WrongClock.class.getResourceAsStream("/" + CLASS);
        var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new JarEntry(CLASS));
      code.transferTo(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /// Runs in the service, before it.
  ///
  /// @param millis by how much its clock is ahead
  public static void premain(String millis, Instrumentation jvm) throws UnmodifiableClassException {
    jvm.addTransformer(new WrongClock(Long.parseLong(millis)), true);
    jvm.retransformClasses(
        Clock.class, Clock.systemUTC().getClass(), InstantSource.system().getClass());
  }

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> loaded, ProtectionDomain domain, byte[] code) {
    return name.startsWith("java/time/Clock") ? changed(code) : code;
  }

  private byte[] changed(byte[] code) {
    var file = ClassFile.of();
    return file.transformClass(
        file.parse(code),
        ClassTransform.transformingMethodBodies(
            method -> READ.contains(method.methodName().stringValue()), this::change));
  }

  /// Adds to what is about to be returned.
  private void change(CodeBuilder builder, CodeElement element) {
    if (element instanceof ReturnInstruction what) {
      builder.loadConstant(ahead);
      if (what.typeKind() == TypeKind.LONG) {
        builder.ladd();
      } else {
        builder.invokevirtual(INSTANT, "plusMillis", PLUS_MILLIS);
      }
    }
    builder.with(element);
  }
}
