/// What things cost. The package has no module: JMH generates and forks on the class path.
@NullMarked
package featureflags.bench;

import org.jspecify.annotations.NullMarked;
