package featureflags.json;

import static featureflags.engine.Operator.EQ;
import static featureflags.engine.Operator.EXISTS;
import static featureflags.testkit.Conditions.all;
import static featureflags.testkit.Conditions.inSegment;
import static featureflags.testkit.Conditions.testIgnoringCase;
import static featureflags.testkit.EntryBuilder.entry;
import static featureflags.testkit.FlagBuilder.flag;
import static featureflags.testkit.RuleBuilder.when;
import static org.assertj.core.api.Assertions.assertThat;

import featureflags.engine.Weight;
import featureflags.testkit.EntryBuilder;
import featureflags.testkit.FlagBuilder;
import featureflags.testkit.RuleBuilder;
import org.junit.jupiter.api.Test;

/// A small edit is told in few words.
class InstructionsBetweenTest {
  @Test
  void nothingIsSaidOfEqualDrafts() {
    assertThat(between(entry("f"), entry("f"))).isEqualTo("[]");
  }

  @Test
  void aSwitchAndARolloutAreOneInstructionEach() {
    assertThat(between(flag("f").rollout(5), flag("f").enabled().rollout(25).salt("s")))
        .isEqualTo("[{'kind':'turnOn'},{'kind':'setRollout','rolloutPercentage':25,'salt':'s'}]");
    assertThat(between(flag("f").enabled().salt("s"), flag("f")))
        .isEqualTo("[{'kind':'turnOff'},{'kind':'setRollout','salt':null}]");
  }

  @Test
  void whatPeopleSayIsToldFieldByField() {
    assertThat(
            between(
                entry("f").name("A").description("D").owner("us"),
                entry("f").name("B").description("E")))
        .isEqualTo(
            "[{'kind':'setName','name':'B'},{'kind':'setDescription','description':'E'},{'kind':'setOwner','owner':null}]");
  }

  @Test
  void tagsAreAddedAndRemovedUnlessTheirOrderChanges() {
    assertThat(between(entry("f").tags("a", "b"), entry("f").tags("a", "b", "c")))
        .isEqualTo("[{'kind':'addTags','tags':['c']}]");
    assertThat(between(entry("f").tags("a", "b"), entry("f").tags("b", "c")))
        .isEqualTo("[{'kind':'removeTags','tags':['a']},{'kind':'addTags','tags':['c']}]");
    assertThat(between(entry("f").tags("a", "b"), entry("f").tags("b", "a")))
        .isEqualTo("[{'kind':'setTags','tags':['b','a']}]");
  }

  @Test
  void weightsOfASplitAreToldAsWeights() {
    assertThat(between(splitting("a", 50, "b", 50), splitting("a", 60, "b", 40)))
        .isEqualTo("[{'kind':'setWeights','weights':{'a':60,'b':40}}]");
    assertThat(
            between(
                variants().rule(anyone("r").split(new Weight("a", 1), new Weight("b", 1))),
                variants().rule(anyone("r").split(new Weight("b", 1), new Weight("c", 2)))))
        .isEqualTo("[{'kind':'setWeights','ruleId':'r','weights':{'b':1,'c':2}}]");
  }

  @Test
  void anArmThatIsRenamedStaysInItsPlace() {
    assertThat(between(splitting("a", 50, "b", 50), splitting("c", 50, "b", 50)))
        .isEqualTo(
            "[{'kind':'setServe','split':[{'variant':'c','weight':50},{'variant':'b','weight':50}]}]");
  }

  @Test
  void aRuleIsToldByTheFieldsThatChange() {
    assertThat(
            between(
                flag("f").rule(when("plan", EQ, "pro").id("r")),
                flag("f").rule(when("plan", EQ, "pro", "max").id("r").rollout(5).serve("off"))))
        .isEqualTo(
            "[{'kind':'updateRule','ruleId':'r','rule':{'values':['pro','max'],'variant':'off','rolloutPercentage':5}}]");
  }

  @Test
  void whatGivesWayByItselfIsNotCleared() {
    assertThat(
            between(
                flag("f").rule(when(testIgnoringCase("plan", EQ, "pro")).id("r")),
                flag("f").rule(when(inSegment("beta")).id("r"))))
        .isEqualTo("[{'kind':'updateRule','ruleId':'r','rule':{'when':{'segment':'beta'}}}]");
    assertThat(
            between(
                flag("f").rule(when(testIgnoringCase("plan", EQ, "pro")).id("r")),
                flag("f").rule(when("plan", EQ, "pro").id("r"))))
        .isEqualTo("[{'kind':'updateRule','ruleId':'r','rule':{'ignoreCase':null}}]");
  }

  @Test
  void aRuleThatComesOrGoesIsOneInstruction() {
    assertThat(
            between(
                flag("f").rule(anyone("a")).rule(anyone("c")),
                flag("f")
                    .rule(anyone("a"))
                    .rule(when("x", EXISTS).id("b").priority(1))
                    .rule(anyone("c"))))
        .isEqualTo(
            "[{'kind':'addRule','rule':{'id':'b','priority':1,'attribute':'x','operator':'exists','values':[],'variant':'on'},'before':'c'}]");
    assertThat(
            between(
                flag("f").rule(anyone("a")).rule(anyone("b")).rule(anyone("c")),
                flag("f").rule(anyone("a")).rule(anyone("c"))))
        .isEqualTo("[{'kind':'removeRule','ruleId':'b'}]");
  }

  @Test
  void aRuleThatMovesIsOneInstructionWhenItsPriorityFollows() {
    assertThat(
            between(
                flag("f").rule(anyone("a")).rule(anyone("b")).rule(anyone("c")).rule(anyone("d")),
                flag("f").rule(anyone("d")).rule(anyone("a")).rule(anyone("b")).rule(anyone("c"))))
        .isEqualTo("[{'kind':'moveRule','ruleId':'d','before':'a'}]");
    assertThat(
            between(
                flag("f").rule(anyone("a")).rule(anyone("b")),
                flag("f").rule(anyone("b")).rule(anyone("a").priority(7))))
        .isEqualTo(
            "[{'kind':'moveRule','ruleId':'a'},{'kind':'updateRule','ruleId':'a','rule':{'priority':7}}]");
  }

  @Test
  void fallbacksVariantsAndPrerequisitesAreToldWhole() {
    assertThat(
            between(
                variants(),
                variants().variant("d", false).off("d").otherwise("b").requires("p", "on")))
        .isEqualTo(
            "[{'kind':'setVariants','variants':[{'key':'a','value':true},{'key':'b','value':true},{'key':'c','value':true},{'key':'d','value':false}]},"
                + "{'kind':'setOffVariant','variant':'d'},{'kind':'setDefaultVariant','variant':'b'},"
                + "{'kind':'setPrerequisites','prerequisites':[{'flag':'p','variants':['on']}]}]");
  }

  private static FlagBuilder variants() {
    return flag("f")
        .variant("a", true)
        .variant("b", true)
        .variant("c", true)
        .off("a")
        .otherwise("a")
        .serve("a");
  }

  private static FlagBuilder splitting(String one, int weight, String other, int rest) {
    return variants().split(new Weight(one, weight), new Weight(other, rest));
  }

  private static RuleBuilder anyone(String id) {
    return when(all()).id(id).priority(1);
  }

  private static String between(FlagBuilder before, FlagBuilder after) {
    return between(entry(before.build()), entry(after.build()));
  }

  private static String between(EntryBuilder before, EntryBuilder after) {
    return ValueWriter.text(Instructions.write(Instructions.between(before.draft(), after.draft())))
        .replace('"', '\'');
  }
}
