package featureflags.evalservice;

import featureflags.catalog.Outcome;
import featureflags.catalog.Result;
import featureflags.catalog.SampleRate;
import featureflags.catalog.Scope;
import featureflags.chassis.Response;
import featureflags.engine.CompiledFlag;
import featureflags.engine.Decision;
import featureflags.json.OfrepWriter;
import featureflags.json.ResultWriter;
import java.util.Arrays;

/// The answers of one version of a flag. A compiled flag has few decisions, the same objects again
/// and again: each is written as an answer once, when it is first made.
final class Answers {
  /// Larger ones are written each time rather than kept.
  private static final int LARGEST = 4 * 1024;

  /// More than this many decisions are made only of flags with as many rules, and of stand-ins,
  /// which are new in each snapshot. Then all answers are forgotten, and those in use come again.
  private static final int MOST = 256;

  private final Scope scope;
  private final CompiledFlag flag;
  private final int version;
  private final SampleRate sampleRate;

  /// Replaced, never changed. Threads that replace it at the same time lose an answer, which is
  /// written again.
  private volatile Evaluation.Served[] known = {};

  Answers(Scope scope, CompiledFlag flag, int version, SampleRate sampleRate) {
    this.scope = scope;
    this.flag = flag;
    this.version = version;
    this.sampleRate = sampleRate;
  }

  Evaluation.Served of(Decision decision) {
    Evaluation.Served[] all = known;
    for (int i = 0; i < all.length; i++) {
      if (isOf(all[i], decision)) {
        return all[i];
      }
    }
    return learn(decision, all);
  }

  @SuppressWarnings("ReferenceEquality") // a decision is made once, and comparing values is dear
  private static boolean isOf(Evaluation.Served answer, Decision decision) {
    return answer.result().decision() == decision;
  }

  private Evaluation.Served learn(Decision decision, Evaluation.Served[] before) {
    var result = new Result(flag.key(), version, decision);
    byte[] body = ResultWriter.one(result);
    var answer =
        new Evaluation.Served(
            result,
            Outcome.of(result, sampleRate),
            Response.json(200, body),
            Response.json(200, OfrepWriter.served(scope, result, flag)));
    if (body.length <= LARGEST) {
      Evaluation.Served[] kept = before.length < MOST ? before : new Evaluation.Served[0];
      Evaluation.Served[] more = Arrays.copyOf(kept, kept.length + 1);
      more[kept.length] = answer;
      known = more;
    }
    return answer;
  }
}
