package featureflags.evalservice;

import static featureflags.testkit.FlagBuilder.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import featureflags.catalog.Delta;
import featureflags.catalog.Document;
import featureflags.catalog.DocumentName;
import featureflags.catalog.Scope;
import featureflags.engine.Value;
import featureflags.testkit.RandomContexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When two bulk answers have one tag, and when two.
final class BulkTagProperties {
  private static final Value.Structure NOBODY = new Value.Structure(Map.of());
  private static final Document FINE = Stores.document(flag("a").build(), 1);
  private static final Snapshot NOW = snapshot(Scope.DEFAULT, 1, FINE);

  @Test
  void theSameContextHasTheSameTagInWhateverOrder() {
    qt().forAll(RandomContexts.attributes())
        .checkAssert(attributes -> {
          var turned = new LinkedHashMap<String, Value>();
          new ArrayList<>(attributes.keySet())
              .reversed()
              .forEach(name -> turned.put(name, attributes.get(name)));

          assertThat(tag(NOW, new Value.Structure(turned)))
              .isEqualTo(tag(NOW, new Value.Structure(attributes)));
        });
  }

  @Test
  void anotherContextHasAnotherTag() {
    qt().forAll(RandomContexts.attributes(), RandomContexts.attributes())
        .assuming((one, other) -> !one.equals(other))
        .checkAssert((one, other) ->
            assertThat(tag(NOW, new Value.Structure(one)))
                .isNotEqualTo(tag(NOW, new Value.Structure(other))));
  }

  @Test
  void anotherRevisionOrEnvironmentHasAnotherTag() {
    qt().forAll(RandomContexts.attributes())
        .checkAssert(attributes -> {
          var context = new Value.Structure(attributes);
          List<String> tags =
              List.of(
                  tag(NOW, context),
                  tag(snapshot(Scope.DEFAULT, 2, FINE), context),
                  tag(snapshot(new Scope("default", "staging"), 1, FINE), context),
                  tag(snapshot(new Scope("shop", "production"), 1, FINE), context),
                  BulkTag.of(NOW, context, "/elsewhere"));

          assertThat(tags).doesNotHaveDuplicates();
        });
  }

  @Test
  void theSameFlagsAtTheSameRevisionHaveTheSameTagOnAnyService() {
    assertThat(tag(snapshot(Scope.DEFAULT, 1, FINE), NOBODY)).isEqualTo(tag(NOW, NOBODY));
  }

  @Test
  void howAServiceCameByTheFlagsDoesNotMatter() {
    Document next = Stores.document(flag("b").build(), 2);
    var change = List.of(Stores.document(flag("a").enabled().build(), 2), next);
    var gone = List.<DocumentName>of(new DocumentName.OfFlag("a"));

    Snapshot changed =
        snapshot(Scope.DEFAULT, 1, FINE, Stores.document(flag("b").enabled().build(), 1))
            .with(new Delta(Scope.DEFAULT, 1, 2, change, List.of()))
            .with(new Delta(Scope.DEFAULT, 2, 3, List.of(), gone));

    assertThat(tag(changed, NOBODY)).isEqualTo(tag(snapshot(Scope.DEFAULT, 3, next), NOBODY));
  }

  @Test
  void anotherDatabaseAtTheSameRevisionHasAnotherTag() {
    Snapshot another = snapshot(Scope.DEFAULT, 1, Stores.document(flag("a").enabled().build(), 1));

    assertThat(tag(another, NOBODY)).isNotEqualTo(tag(NOW, NOBODY));
  }

  @Test
  void whatAnEngineCannotReadGivesItATagOfItsOwn() {
    var newer =
        "{\"variants\":[{\"key\":\"z\",\"value\":true}],\"offVariant\":\"z\",\"new\":\"field\"}";
    Snapshot quarantining = snapshot(Scope.DEFAULT, 1, new Document("a", 1, newer));
    Snapshot quarantiningAnother = snapshot(Scope.DEFAULT, 1, new Document("b", 1, newer));
    Snapshot unreading = snapshot(Scope.DEFAULT, 1, new Document("a", 1, "{}"));
    Snapshot unsound =
        snapshot(
            Scope.DEFAULT,
            1,
            Stores.document(flag("a").enabled().requires("b", "on").build(), 1),
            Stores.document(flag("b").enabled().requires("a", "on").build(), 1));

    assertThat(unsound.ruleset().unsound()).isNotEmpty();
    assertThat(
            List.of(
                tag(NOW, NOBODY),
                tag(quarantining, NOBODY),
                tag(quarantiningAnother, NOBODY),
                tag(unreading, NOBODY),
                tag(unsound, NOBODY)))
        .doesNotHaveDuplicates();
  }

  private static String tag(Snapshot snapshot, Value.Structure context) {
    return BulkTag.of(snapshot, context, "/changes");
  }

  private static Snapshot snapshot(Scope scope, long revision, Document... documents) {
    return Snapshot.of(new Delta(scope, 0, revision, List.of(documents), List.of()));
  }
}
