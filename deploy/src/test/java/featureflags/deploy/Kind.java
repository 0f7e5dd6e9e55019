package featureflags.deploy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// A kind of Kubernetes object that the manifests may hold, with the two models that judge it.
///
/// fabric8's refuses a value of the wrong type and lets an unknown field pass; the official one
/// refuses unknown and missing fields and lets a wrong type pass.
record Kind(String apiVersion, String name, Class<?> model, Validator validator) {
  private static final List<Kind> ALL =
      List.of(
          new Kind("v1", "Namespace", Namespace.class, V1Namespace::validateJsonElement),
          new Kind(
              "v1", "ServiceAccount", ServiceAccount.class, V1ServiceAccount::validateJsonElement),
          new Kind("v1", "ConfigMap", ConfigMap.class, V1ConfigMap::validateJsonElement),
          new Kind("v1", "Secret", Secret.class, V1Secret::validateJsonElement),
          new Kind("v1", "Service", Service.class, V1Service::validateJsonElement),
          new Kind("apps/v1", "Deployment", Deployment.class, V1Deployment::validateJsonElement),
          new Kind("batch/v1", "Job", Job.class, V1Job::validateJsonElement),
          new Kind(
              "networking.k8s.io/v1",
              "NetworkPolicy",
              NetworkPolicy.class,
              V1NetworkPolicy::validateJsonElement),
          new Kind(
              "policy/v1",
              "PodDisruptionBudget",
              PodDisruptionBudget.class,
              V1PodDisruptionBudget::validateJsonElement),
          new Kind("rbac.authorization.k8s.io/v1", "Role", Role.class, V1Role::validateJsonElement),
          new Kind(
              "rbac.authorization.k8s.io/v1",
              "RoleBinding",
              RoleBinding.class,
              V1RoleBinding::validateJsonElement));

  /// The official model's own check.
  @FunctionalInterface
  interface Validator {
    void check(JsonElement manifest) throws IOException;
  }

  private static final JsonMapper TYPES = types();

  /// The kind that a manifest says it is, if it may be here.
  static Optional<Kind> of(Map<String, Object> manifest) {
    return ALL.stream()
        .filter(kind -> kind.apiVersion.equals(manifest.get("apiVersion")))
        .filter(kind -> kind.name.equals(manifest.get("kind")))
        .findFirst();
  }

  /// What is wrong with a manifest, by both models; empty when nothing is.
  static List<String> problems(Map<String, Object> manifest) {
    return of(manifest)
        .map(kind ->
            Stream.concat(kind.wrongTypes(manifest).stream(), kind.wrongFields(manifest).stream())
                .toList())
        .orElseGet(() ->
            List.of(
                "unknown kind %s %s".formatted(manifest.get("apiVersion"), manifest.get("kind"))));
  }

  /// What fabric8's model refuses: the message names the place.
  List<String> wrongTypes(Map<String, Object> manifest) {
    try {
      TYPES.convertValue(manifest, model);
      return List.of();
    } catch (JacksonException e) {
      return List.of("%s: %s".formatted(e.getPathReference(), e.getOriginalMessage()));
    }
  }

  /// What the official model refuses: the message names the field and its type.
  List<String> wrongFields(Map<String, Object> manifest) {
    try {
      validator.check(new Gson().toJsonTree(manifest));
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Jackson turns 5432 into "5432" by itself; the API server does not.
  private static JsonMapper types() {
    return JsonMapper.builder()
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                Stream.of(
                        CoercionInputShape.Integer,
                        CoercionInputShape.Float,
                        CoercionInputShape.Boolean)
                    .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
        .withCoercionConfig(
            LogicalType.Integer,
            config -> config.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Boolean,
            config ->
                Stream.of(CoercionInputShape.String, CoercionInputShape.Integer)
                    .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
        .build();
  }
}
