package featureflags.chassis;

import featureflags.json.Violation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What went wrong with a request, as RFC 9457 tells it.
///
/// @param type a URI that stays the same for ever, for programs
/// @param title what kind of problem it is, the same for each of its type
/// @param status the HTTP status, 400 to 599
/// @param detail what is wrong this time and what would be right, for people
/// @param errors each place in the request's document that is wrong; often none
/// @param members what only this type of problem has
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    List<Violation> errors,
    List<Member> members) {
  /// A member of the document that only some types of problem have.
  public sealed interface Member {
    /// The member's name.
    String name();

    /// A member that is a whole number.
    record Whole(String name, long value) implements Member {}

    /// A member that is text.
    record Text(String name, String value) implements Member {}

    /// A member that is a list of texts.
    record Texts(String name, List<String> values) implements Member {
      /// Copies the list.
      public Texts {
        values = List.copyOf(values);
      }
    }
  }

  static final String CONTENT_TYPE = "application/problem+json";

  private static final String PREFIX = "urn:feature-flag-engine:problem:";
  private static final JsonFactory JSON = new JsonFactory();

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("%d is not the status of a problem".formatted(status));
    }
    errors = List.copyOf(errors);
    members = List.copyOf(members);
  }

  /// A problem of the type `urn:feature-flag-engine:problem:<slug>`.
  public static Problem of(String slug, int status, String title, String detail) {
    return new Problem(PREFIX + slug, title, status, detail, List.of(), List.of());
  }

  /// The same problem with these places named.
  public Problem at(List<Violation> places) {
    return new Problem(type, title, status, detail, places, members);
  }

  /// The same problem with one more member.
  public Problem with(Member member) {
    List<Member> more = new ArrayList<>(members);
    more.add(member);
    return new Problem(type, title, status, detail, errors, more);
  }

  /// The answer that tells it.
  ///
  /// @param requestId becomes the document's `instance`
  public Response answer(String requestId) {
    return Response.text(status, CONTENT_TYPE, document(requestId));
  }

  private byte[] document(String requestId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", type);
      json.writeStringProperty("title", title);
      json.writeNumberProperty("status", status);
      json.writeStringProperty("detail", detail);
      json.writeStringProperty("instance", requestId);
      writeErrors(json);
      for (Member member : members) {
        switch (member) {
          case Member.Whole(var name, var value) -> json.writeNumberProperty(name, value);
          case Member.Text(var name, var value) -> json.writeStringProperty(name, value);
          case Member.Texts(var name, var values) -> {
            json.writeArrayPropertyStart(name);
            values.forEach(json::writeString);
            json.writeEndArray();
          }
        }
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void writeErrors(JsonGenerator json) {
    if (errors.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("errors");
    for (Violation error : errors) {
      json.writeStartObject();
      json.writeStringProperty("pointer", error.pointer());
      json.writeStringProperty("detail", error.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
