package featureflags.json;

import featureflags.engine.Value;
import featureflags.engine.Weight;
import java.util.List;

/// One edit of a flag in a word: what somebody asks for, and what the change trail tells.
///
/// Its parts are values and texts as they are written in a document, for the document of a flag is
/// what it edits; only what comes of all instructions together must be a flag.
///
/// Rules are tried by ascending priority, and those of the same priority in the order of the list.
/// So a rule that is put before another takes its priority, and one that is put last takes the
/// highest of all: it is tried where it stands, whatever the priorities of the others are.
public sealed interface Instruction {
  /// What it did to the flag, as a part of an English sentence: "turned the flag on".
  default String words() {
    return InstructionWords.of(this);
  }

  /// Enables the flag.
  record TurnOn() implements Instruction {}

  /// Disables the flag.
  record TurnOff() implements Instruction {}

  /// Sets fields of the flag's own rollout.
  ///
  /// @param changes any of `rolloutPercentage`, `bucketBy` and `salt`; null clears
  record SetRollout(Value.Structure changes) implements Instruction {}

  /// Sets what the flag's own rollout serves.
  ///
  /// @param serve `variant` or `split`
  record SetServe(Value.Structure serve) implements Instruction {}

  /// Sets the weights of a split: arms that stay keep their order, new ones follow, and those that
  /// are not named go.
  ///
  /// @param ruleId the rule whose split it is; empty for the flag's own
  /// @param weights by variant
  record SetWeights(String ruleId, List<Weight> weights) implements Instruction {
    /// Copies the list.
    public SetWeights {
      weights = List.copyOf(weights);
    }
  }

  /// Adds a rule. One that comes without a priority is tried where it is put.
  ///
  /// @param rule the rule as in a flag
  /// @param before the id of the rule it is put before; empty to put it last
  record AddRule(Value.Structure rule, String before) implements Instruction {}

  /// Changes fields of a rule. A condition in the one form takes the place of one in the other, and
  /// so do `variant` and `serve`.
  ///
  /// @param ruleId the rule's id
  /// @param changes a field that is absent is kept; null clears
  record UpdateRule(String ruleId, Value.Structure changes) implements Instruction {}

  /// Removes a rule.
  record RemoveRule(String ruleId) implements Instruction {}

  /// Puts a rule somewhere else, where it is then tried.
  ///
  /// @param ruleId the rule's id
  /// @param before the id of the rule it is put before; empty to put it last
  record MoveRule(String ruleId, String before) implements Instruction {}

  /// Sets the variants, with their values.
  ///
  /// @param type the flag's new type; empty to keep it
  /// @param variants all of them, as in a flag
  record SetVariants(String type, Value.Items variants) implements Instruction {}

  /// Sets what is served when nothing else is.
  record SetDefaultVariant(String variant) implements Instruction {}

  /// Sets what a disabled flag serves.
  record SetOffVariant(String variant) implements Instruction {}

  /// Sets what other flags must serve.
  ///
  /// @param prerequisites all of them, as in a flag
  record SetPrerequisites(Value.Items prerequisites) implements Instruction {}

  /// Sets the title; null makes it the key.
  record SetName(Value name) implements Instruction {}

  /// Sets what the flag is for; null clears.
  record SetDescription(Value description) implements Instruction {}

  /// Sets who answers for the flag; null clears.
  record SetOwner(Value owner) implements Instruction {}

  /// Sets which share of evaluations the trail keeps one by one; null makes it all.
  record SetAuditSampleRate(Value rate) implements Instruction {}

  /// Sets all tags.
  record SetTags(List<String> tags) implements Instruction {
    /// Copies the list.
    public SetTags {
      tags = List.copyOf(tags);
    }
  }

  /// Adds those tags that are not there yet.
  record AddTags(List<String> tags) implements Instruction {
    /// Copies the list.
    public AddTags {
      tags = List.copyOf(tags);
    }
  }

  /// Removes those tags that are there.
  record RemoveTags(List<String> tags) implements Instruction {
    /// Copies the list.
    public RemoveTags {
      tags = List.copyOf(tags);
    }
  }
}
