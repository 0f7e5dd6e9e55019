package featureflags.engine;

import static featureflags.engine.Contract.the;
import static featureflags.engine.Operator.AFTER;
import static featureflags.engine.Operator.BEFORE;
import static featureflags.engine.Operator.CONTAINS;
import static featureflags.engine.Operator.ENDS_WITH;
import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.engine.Operator.GT;
import static featureflags.engine.Operator.GTE;
import static featureflags.engine.Operator.IN;
import static featureflags.engine.Operator.IN_CIDR;
import static featureflags.engine.Operator.LT;
import static featureflags.engine.Operator.LTE;
import static featureflags.engine.Operator.MATCHES;
import static featureflags.engine.Operator.MODULO;
import static featureflags.engine.Operator.NEQ;
import static featureflags.engine.Operator.NOT_CONTAINS;
import static featureflags.engine.Operator.NOT_EXISTS;
import static featureflags.engine.Operator.NOT_IN;
import static featureflags.engine.Operator.SEMVER_EQ;
import static featureflags.engine.Operator.SEMVER_GT;
import static featureflags.engine.Operator.SEMVER_GTE;
import static featureflags.engine.Operator.SEMVER_LT;
import static featureflags.engine.Operator.SEMVER_LTE;
import static featureflags.engine.Operator.STARTS_WITH;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The contracts: for each operator and its values, the attributes it holds for and those it does
/// not: matches, near misses, lists with and without a match, the empty list, and wrong types.
final class OperatorContracts {
  private static final Map<String, Integer> OBJECT = Map.of("a", 1);

  private OperatorContracts() {}

  static Stream<Contract> all() {
    return Stream.of(
            equality(),
            texts(),
            patterns(),
            ignoringCase(),
            numbers(),
            times(),
            versions(),
            addressesAndRemainders(),
            presence())
        .flatMap(each -> each);
  }

  private static Stream<Contract> equality() {
    return Stream.of(
        the(EQ, "pro")
            .holdsFor("pro", List.of("free", "pro"))
            .failsFor("Pro", "pro ", "", 5, true, OBJECT, List.of(), List.of("free")),
        the(EQ, 5)
            .holdsFor(5, 5L, 5.0, "5", List.of(4, 5.0))
            .failsFor(6, 5.5, "5.0", "05", "+5", true, OBJECT, List.of(List.of(5))),
        the(EQ, 5.0).holdsFor(5, 5.0, "5").failsFor("5.0", 5.000001),
        the(EQ, "5").holdsFor(5, 5.0, "5").failsFor("5.0", 50),
        the(EQ, "5.0").holdsFor("5.0").failsFor(5, 5.0, "5"),
        the(EQ, "05").holdsFor("05").failsFor(5, 5.0, "5"),
        the(EQ, "-0").holdsFor("-0").failsFor(0, -0.0, "0"),
        the(EQ, "1e2").holdsFor("1e2").failsFor(100, 100.0, "100"),
        the(EQ, 100.0).holdsFor(100, 1e2, "100").failsFor("1e2"),
        the(EQ, true).holdsFor(true, "true", List.of(false, true)).failsFor(false, "TRUE", 1),
        the(EQ, "false").holdsFor(false, "false").failsFor(true, 0, ""),
        the(EQ, -0.0).holdsFor(0, 0.0, -0.0, "0").failsFor("-0", "-0.0"),
        the(EQ, 1e20)
            .holdsFor(1e20, "100000000000000000000")
            .failsFor("1e20", 1e21, Long.MAX_VALUE),
        the(EQ, 1e19).holdsFor(1e19, "10000000000000000000").failsFor(1e18, -1e19),
        the(EQ, -9.3e18).holdsFor(-9.3e18, "-9300000000000000000").failsFor(Long.MIN_VALUE),
        the(EQ, Long.MAX_VALUE)
            .holdsFor(Long.MAX_VALUE, "9223372036854775807")
            .failsFor(Long.MAX_VALUE - 1, 0x1p63, "9223372036854775808"),
        the(EQ, 9007199254740993L)
            .holdsFor(9007199254740993L, "9007199254740993")
            .failsFor(9007199254740992L, 9007199254740992.0),
        the(EQ, 1234567890123456768L)
            .holdsFor(1234567890123456768L)
            .failsFor(1.2345678901234568e18), // which reads 1234567890123456800
        the(EQ, "a", "b").holdsFor("a", "b", List.of("c", "b")).failsFor("c", "ab"),
        the(NEQ, "pro")
            .holdsFor("free", "Pro", 5, true, OBJECT, List.of(), List.of("free", "trial"))
            .failsFor("pro", List.of("free", "pro")),
        the(NEQ, 5).holdsFor(6, "5.0", true).failsFor(5, 5.0, "5", List.of(4, "5")),
        the(NEQ, "a", "b").holdsFor("c", List.of("c")).failsFor("a", "b", List.of("c", "b")),
        the(IN, "DE", "FR", 5)
            .holdsFor("DE", "FR", "5", 5.0, List.of("US", "FR"))
            .failsFor("US", "de", 6, OBJECT, List.of(), List.of("US")),
        the(NOT_IN, "DE", "FR")
            .holdsFor("US", "de", 5, OBJECT, List.of(), List.of("US", "UK"))
            .failsFor("DE", "FR", List.of("US", "FR")));
  }

  private static Stream<Contract> texts() {
    return Stream.of(
        the(CONTAINS, "admin")
            .holdsFor("admin", "superadmins", List.of("user", "an admin"))
            .failsFor("user", "Admin", "", 5, true, OBJECT, List.of(), List.of("user")),
        the(CONTAINS, "").holdsFor("", "anything").failsFor(5, List.of()),
        the(CONTAINS, "1", "2").holdsFor("1", "32").failsFor("3", 1, 12, 1.2),
        the(NOT_CONTAINS, "admin")
            .holdsFor("user", "Admin", 5, true, OBJECT, List.of(), List.of("user", "guest"))
            .failsFor("admin", "superadmins", List.of("user", "admin")),
        the(NOT_CONTAINS, "1", "2").holdsFor("3", 12).failsFor("1", "32", List.of("3", "2")),
        the(STARTS_WITH, "pre", "🌸")
            .holdsFor("pre", "prefix", "🌸x", List.of("no", "prefix"))
            .failsFor("xpre", "Pre", "pr", "", 5, OBJECT, List.of(), List.of("xpre")),
        the(ENDS_WITH, "@corp.example")
            .holdsFor("a@corp.example", "@corp.example", List.of("x", "a@corp.example"))
            .failsFor(
                "a@corp.example.org", "a@CORP.example", "", 5, OBJECT, List.of(), List.of("x")));
  }

  private static Stream<Contract> patterns() {
    return Stream.of(
        the(MATCHES, "^v[0-9]+$", "beta")
            .holdsFor("v12", "a beta b", List.of("x", "v1"))
            .failsFor("v12x", "xv1", "BETA", "", 5, true, OBJECT, List.of(), List.of("x")),
        the(MATCHES, "(?i)größe").holdsFor("GRÖSSE größe", "GRÖßE").failsFor("grosse"));
  }

  private static Stream<Contract> ignoringCase() {
    return Stream.of(
        the(EQ, "Pro", "ÄÖ-ß")
            .ignoringCase()
            .holdsFor("pro", "PRO", "pRo", "äö-ß", List.of("free", "PRO"))
            .failsFor("pr", "pro ", "ao-ß", "äö-SS", "", 5, true, OBJECT, List.of(), List.of("x")),
        the(EQ, "TRUE", 5, "1E2")
            .ignoringCase()
            .holdsFor(true, "True", 5, 5.0, "5", "1e2")
            .failsFor(false, 100, "5.0", OBJECT, List.of()),
        the(EQ, true).ignoringCase().holdsFor(true, "TRUE").failsFor(1, "T"),
        the(EQ, "İstanbul").ignoringCase().holdsFor("istanbul", "ISTANBUL").failsFor("stanbul"),
        the(NEQ, "Pro")
            .ignoringCase()
            .holdsFor("free", "", 5, true, OBJECT, List.of(), List.of("free"))
            .failsFor("PRO", "pro", List.of("free", "pRO")),
        the(IN, "de", "FR", 5)
            .ignoringCase()
            .holdsFor("DE", "fr", "5", 5.0, List.of("us", "Fr"))
            .failsFor("US", "d", 6, true, OBJECT, List.of(), List.of("us")),
        the(NOT_IN, "de", "FR")
            .ignoringCase()
            .holdsFor("US", 5, true, OBJECT, List.of(), List.of("us"))
            .failsFor("DE", "fr", List.of("us", "fR")),
        the(CONTAINS, "Admin", "ГРУППА")
            .ignoringCase()
            .holdsFor("admin", "SUPERADMINS", "моя группа", List.of("user", "aDMIN"))
            .failsFor("admi", "a dmin", "", 5, true, OBJECT, List.of(), List.of("user")),
        the(CONTAINS, "").ignoringCase().holdsFor("", "anything").failsFor(5, List.of()),
        the(NOT_CONTAINS, "Admin")
            .ignoringCase()
            .holdsFor("user", "", 5, true, OBJECT, List.of(), List.of("user"))
            .failsFor("ADMIN", "superadmins", List.of("user", "aDMIN")),
        the(STARTS_WITH, "Pre", "ß")
            .ignoringCase()
            .holdsFor("pre", "PREFIX", "ßx", List.of("no", "pREfix"))
            .failsFor("xpre", "pr", "SSx", "", 5, true, OBJECT, List.of(), List.of("xpre")),
        the(ENDS_WITH, "@Corp.Example")
            .ignoringCase()
            .holdsFor("a@corp.example", "@CORP.EXAMPLE", List.of("x", "a@corp.EXAMPLE"))
            .failsFor(
                "a@corp.example.org", "corp.example", "", 5, true, OBJECT, List.of(), List.of("x")),
        the(MATCHES, "^V[0-9]+$", "größe")
            .ignoringCase()
            .holdsFor("v12", "V12", "die GRÖßE", List.of("x", "v1"))
            .failsFor("v12x", "", 12, true, OBJECT, List.of(), List.of("x")));
  }

  private static Stream<Contract> numbers() {
    return Stream.of(
        the(GT, 18)
            .holdsFor(19, 18.5, "19", "1.9e1", List.of(1, 19))
            .failsFor(
                18, 17, "18", "x", "", " 19", "+19", "19.", ".19e3", "1e", "0x20", "NaN", "1e400",
                true, OBJECT, List.of()),
        the(GT, "18", 30).holdsFor(19, "19").failsFor(18),
        the(GTE, 18)
            .holdsFor(18, 19, 18.0, "18", List.of(1, 18))
            .failsFor(17, 17.999, "17", "x", true, OBJECT, List.of(), List.of(17)),
        the(LT, 18)
            .holdsFor(17, 17.999, "-3", -0.0, List.of(20, 17))
            .failsFor(18, 19, "18", "x", "", true, OBJECT, List.of(), List.of(18)),
        the(LTE, 18)
            .holdsFor(18, 17, "18.0", "018", List.of(20, 18))
            .failsFor(19, 18.001, "19", "x", "-Infinity", true, OBJECT, List.of(), List.of(19)));
  }

  private static Stream<Contract> times() {
    return Stream.of(
        the(BEFORE, "2026-01-31T12:00:00Z")
            .holdsFor(
                "2026-01-31T11:59:59Z",
                "2026-01-31T11:59:59.999999999Z",
                "2026-01-31T12:59:59+01:00",
                "2026-01-31 11:00:00z",
                "2026-01-31t07:00:00-04:59",
                "0000-01-01T00:00:00Z",
                1769860799999L,
                1769860799999.5,
                "1769860799999",
                0,
                -1,
                List.of("x", "2026-01-31T11:59:59Z"))
            .failsFor(
                "2026-01-31T12:00:00Z",
                "2026-01-31T13:00:00+01:00",
                "2026-01-31T12:00:00.000000001Z",
                "2026-01-31T11:59:60Z", // a leap second is the first of the next minute
                1769860800000L,
                "1769860800000",
                253402300800000L, // the year 10000
                -62167219200001L, // before the year 0
                1e300,
                -1e300,
                "2026-01-30",
                "2026-01-30T12:00:00",
                "2026-01-30T12:00Z",
                "2026-01-32T12:00:00Z",
                "2025-02-29T12:00:00Z",
                "1.5",
                "x",
                "",
                true,
                OBJECT,
                List.of(),
                List.of("2026-02-01T00:00:00Z")),
        the(BEFORE, 1000, "1970-01-01T00:00:02Z")
            .holdsFor(1999, "1970-01-01T00:00:01.5Z")
            .failsFor(2000),
        the(BEFORE, "1970-01-01T00:00:00.5Z", "1970-01-01T00:00:00.25Z")
            .holdsFor(499)
            .failsFor(500),
        the(AFTER, "2026-01-31T12:00:00+00:00")
            .holdsFor(
                "2026-01-31T12:00:00.000000001Z",
                "2026-01-31T11:59:60.5Z",
                "2026-01-31T12:00:01Z",
                "2026-01-31T11:00:01-01:00",
                "9999-12-31T23:59:59.999999999Z",
                1769860800001L,
                1769860800001.5,
                "1769860800001",
                List.of("x", 1769860800001L))
            .failsFor(
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.0000000001Z", // beyond the ninth decimal
                "2026-01-31T12:00:01+01:00",
                1769860800000L,
                1769860800000.9, // milliseconds have no decimals
                253402300800000L,
                "2026-02-01",
                "tomorrow",
                "",
                true,
                OBJECT,
                List.of(),
                List.of(0)),
        the(AFTER, 1000, "1970-01-01T00:00:02Z").holdsFor(1001).failsFor(1000, 999),
        the(AFTER, -1500).holdsFor(-1499, "1969-12-31T23:59:58.501Z").failsFor(-1500, -1501));
  }

  private static Stream<Contract> versions() {
    return Stream.of(
        the(SEMVER_EQ, "2.4.0")
            .holdsFor("2.4.0", "v2.4.0", "V2.4", "2.4.0+build.7", List.of("x", "2.4"))
            .failsFor(
                "2.4.1",
                "2.4.0-rc.1",
                "2",
                "2.4.0.0",
                "02.4.0",
                "2.04.0",
                "2.4.",
                "2.4.x",
                " 2.4.0",
                "2.4.0-",
                "2.4.0-01",
                "2.4.0+",
                "vv2.4.0",
                "",
                2.4,
                2,
                true,
                OBJECT,
                List.of(),
                List.of("2.5")),
        the(SEMVER_EQ, "v3.1-beta.2", "1")
            .holdsFor("3.1.0-beta.2", "1.0.0", "v1", "1+x")
            .failsFor("3.1.0-beta.3", "3.1.0", "1.0.0-0", 1),
        the(SEMVER_GT, "2.4.0")
            .holdsFor("2.4.1-alpha", "2.10", "3", "10.0.0", List.of("1.0.0", "v3"))
            .failsFor(
                "2.4.0",
                "2.4.0+later",
                "2.4.0-rc.1",
                "2.3.9",
                "x",
                "3.x",
                "",
                3,
                true,
                OBJECT,
                List.of(),
                List.of("1.0.0")),
        the(SEMVER_GT, "3.0.0", "2.0.0-rc.1")
            .holdsFor("2.0.0", "2.0.0-rc.2")
            .failsFor("2.0.0-rc.1"),
        the(SEMVER_GTE, "2.4.0-rc.1")
            .holdsFor("2.4.0-rc.1", "2.4.0-rc.1+b", "2.4.0-rc.1.0", "2.4.0", "2.5", List.of("2.5"))
            .failsFor(
                "2.4.0-rc.0",
                "2.4.0-beta.9",
                "2.4.0-1",
                "2.3",
                "x",
                "",
                3,
                true,
                OBJECT,
                List.of(),
                List.of("2.3")),
        the(SEMVER_LT, "2.4.0")
            .holdsFor("2.4.0-rc.1", "2.3.99", "v1", "0", List.of("3.0.0", "1.0"))
            .failsFor(
                "2.4.0",
                "2.4.0+b",
                "2.4.1-0",
                "2.10.0",
                "1.x",
                "",
                1,
                true,
                OBJECT,
                List.of(),
                List.of("3.0.0")),
        the(SEMVER_LT, "1.0.0", "2.0.0").holdsFor("1.9.9").failsFor("2.0.0"),
        the(SEMVER_LTE, "2.4.0")
            .holdsFor("2.4.0", "2.4", "v2.4.0+b", "2.4.0-rc.1", "1", List.of("3.0.0", "2.4.0"))
            .failsFor(
                "2.4.1-0", "2.4.1", "3", "1.x", "", 1, true, OBJECT, List.of(), List.of("3")));
  }

  private static Stream<Contract> addressesAndRemainders() {
    return Stream.of(
        the(IN_CIDR, "10.0.0.0/8")
            .holdsFor(
                "10.0.0.0",
                "10.255.255.255",
                "::ffff:10.1.2.3",
                "::FFFF:a01:203",
                List.of("x", "10.1.2.3"))
            .failsFor(
                "9.255.255.255",
                "11.0.0.0",
                "::10.1.2.3",
                "10.1.2",
                "10.1.2.3.4",
                "10.1.2.256",
                "10.01.2.3",
                "10.1.2.3/32",
                " 10.1.2.3",
                "10.1.2.3 ",
                "localhost",
                "",
                10,
                true,
                OBJECT,
                List.of(),
                List.of("11.0.0.1")),
        the(IN_CIDR, "10.9.8.7/8", "192.168.1.1", "1.2.3.4/31")
            .holdsFor("10.0.0.1", "192.168.1.1", "1.2.3.5")
            .failsFor("192.168.1.0", "192.168.1.2", "1.2.3.3", "1.2.3.6"),
        the(IN_CIDR, "0.0.0.0/0")
            .holdsFor("0.0.0.0", "255.255.255.255", "::ffff:0:0")
            .failsFor("::", "::1", "::fffe:ffff:ffff", "::1:0:0:0"),
        the(IN_CIDR, "2001:db8::/32")
            .holdsFor(
                "2001:db8::",
                "2001:DB8:0:0:0:0:0:1",
                "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db8::1.2.3.4",
                List.of("::1", "2001:db8::1"))
            .failsFor(
                "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
                "2001:db9::",
                "2001:db8",
                "2001:db8:::",
                "2001:db8::1%eth0",
                "[2001:db8::1]",
                "2001:db8::g",
                "2001:db8::12345",
                "32.1.13.184",
                "",
                true,
                OBJECT,
                List.of(),
                List.of("::1")),
        the(IN_CIDR, "::/0")
            .holdsFor("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::1:0:0:0")
            .failsFor("1.2.3.4", "::ffff:1.2.3.4", "::ffff:102:304"),
        the(IN_CIDR, "::ffff:10.0.0.0/104").holdsFor("10.1.2.3").failsFor("11.1.2.3", "::a00:1"),
        the(IN_CIDR, "::1").holdsFor("::1", "0:0:0:0:0:0:0:1", "0::0.0.0.1").failsFor("::2", "::"),
        the(MODULO, 3, 1)
            .holdsFor(1, 4, 4.0, "4", "-2", -2, -2.0, "007", List.of("x", 7))
            .failsFor(
                0,
                3,
                -1,
                4.5,
                "4.0",
                "4.5",
                "1e0",
                "+4",
                "",
                "x",
                true,
                OBJECT,
                List.of(),
                List.of(3)),
        the(MODULO, 2, 0)
            .holdsFor(0, -0.0, "-0", Long.MIN_VALUE, "-9223372036854775808", -0x1p63, 1e18)
            .failsFor(Long.MAX_VALUE, "9223372036854775807", "9223372036854775808", 0x1p63, 1e300),
        the(MODULO, 7, 0) // divides the largest whole number of 64 bits
            .holdsFor(Long.MAX_VALUE)
            .failsFor(0x1p63, 1e19),
        the(MODULO, 1, 0).holdsFor(0, 17, -17, "17").failsFor(0.5, "x"),
        the(MODULO, "10", 7.0).holdsFor(17, "-3").failsFor(16),
        the(MODULO, Long.MAX_VALUE, 0).holdsFor(0, Long.MAX_VALUE, -Long.MAX_VALUE).failsFor(1));
  }

  private static Stream<Contract> presence() {
    return Stream.of(
        the(EXISTS).holdsFor("", 0, false, OBJECT, List.of(), List.of("a")),
        the(NOT_EXISTS).failsFor("", 0, false, OBJECT, List.of(), List.of("a")));
  }
}
