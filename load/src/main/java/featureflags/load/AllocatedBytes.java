package featureflags.load;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// What the threads of another JVM on this machine have allocated since it began, also those that
/// have ended.
final class AllocatedBytes implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private AllocatedBytes(JMXConnector connector, ThreadMXBean threads) {
    this.connector = connector;
    this.threads = threads;
  }

  /// Asks a server's JVM to tell.
  @SuppressWarnings("BanJNDI") // it is our own child that answers
  static AllocatedBytes of(Server server) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
      return new AllocatedBytes(
          connector,
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class));
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException("%s does not tell".formatted(server.name()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// So many by now.
  long now() {
    return threads.getTotalThreadAllocatedBytes();
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
