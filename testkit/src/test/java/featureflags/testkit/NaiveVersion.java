package featureflags.testkit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version, compared as semver.org §11 says it.
record NaiveVersion(List<BigInteger> core, List<String> preRelease)
    implements Comparable<NaiveVersion> {
  private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
  private static final String PRE = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "[vV]?%1$s(?:[.]%1$s(?:[.]%1$s)?)?(?:-(%2$s(?:[.]%2$s)*))?(?:[+][0-9A-Za-z-]+(?:[.][0-9A-Za-z-]+)*)?"
              .formatted(NUMBER, PRE));

  static Optional<NaiveVersion> of(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<BigInteger> core = List.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    List<String> preRelease =
        Optional.ofNullable(matcher.group(4))
            .map(ids -> Arrays.asList(ids.split("[.]", -1)))
            .orElse(List.of());
    return Optional.of(new NaiveVersion(core, preRelease));
  }

  private static BigInteger number(Matcher matcher, int group) {
    return Optional.ofNullable(matcher.group(group)).map(BigInteger::new).orElse(BigInteger.ZERO);
  }

  @Override
  public int compareTo(NaiveVersion other) {
    for (int i = 0; i < 3; i++) {
      int order = core.get(i).compareTo(other.core.get(i));
      if (order != 0) {
        return order;
      }
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
      int order = compare(preRelease.get(i), other.preRelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(preRelease.size(), other.preRelease.size());
  }

  private static int compare(String a, String b) {
    boolean numeric = a.matches("[0-9]+");
    boolean otherNumeric = b.matches("[0-9]+");
    if (numeric && otherNumeric) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return numeric == otherNumeric ? a.compareTo(b) : numeric ? -1 : 1;
  }
}
