package io.faultdesk.prediction;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trainings on the server's own past over HTTP, and the files of the models that come of them. */
@RestController
@RequestMapping("/api/v1/models")
class TrainingsApi {

  static final String PATH = "/api/v1/models/trainings";

  private static final String SECONDS_TO_WAIT = "60";
  private static final MediaType MARKDOWN = new MediaType("text", "markdown", StandardCharsets.UTF_8);
  /** Browsers keep what they do not know as a file. */
  private static final MediaType PLAIN = new MediaType("text", "plain", StandardCharsets.UTF_8);
  private static final MediaType SVG = new MediaType("image", "svg+xml", StandardCharsets.UTF_8);

  private final TrainingDesk desk;
  private final Trainings trainings;
  private final ModelStore store;
  private final ModelVersions versions;

  TrainingsApi(TrainingDesk desk, Trainings trainings, ModelStore store, ModelVersions versions) {
    this.desk = desk;
    this.trainings = trainings;
    this.store = store;
    this.versions = versions;
  }

  @Operation(summary = "Trains a fault model on the server's own past, in the background")
  @PostMapping("/trainings")
  ResponseEntity<Object> start(@Valid @RequestBody TrainingRequest request, Principal caller) {
    return desk.take(request, caller.getName())
        .<ResponseEntity<Object>>map(
            taken -> ResponseEntity.accepted().location(URI.create(PATH + "/" + taken.id())).body(view(taken)))
        .orElseGet(TrainingsApi::busy);
  }

  @Operation(summary = "Shows how far a training has come, or what came of it")
  @GetMapping("/trainings/{id}")
  ResponseEntity<Object> show(@PathVariable String id) {
    return trainings.find(id).<ResponseEntity<Object>>map(training -> ResponseEntity.ok(view(training)))
        .orElseGet(() -> missing("There is no such training, or it is not kept any more."));
  }

  @Operation(summary = "Gives the file of a model that lies in the folder or is kept")
  @GetMapping("/{version}/file")
  ResponseEntity<Object> file(@PathVariable String version) {
    return store.file(version)
        .<ResponseEntity<Object>>map(
            file -> ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON)
                .body(file.text().getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() -> missing("No model of version " + version + " lies in the folder or is kept."));
  }

  @Operation(summary = "Gives the card of a model, in Markdown; its pictures are linked")
  @GetMapping("/{version}/card")
  ResponseEntity<Object> card(
      @PathVariable String version,
      @RequestHeader(value = HttpHeaders.ACCEPT, defaultValue = "") String accepted) {
    return store.card(version, null)
        .or(() -> part(version, name -> name.endsWith(".md")))
        .or(() -> inPlaceOfCard(version))
        .map(text -> text.replaceAll("(!\\[[^]]*]\\()(?=[^)/]*\\.svg\\))", "$1card/"))
        .map(text -> answer(accepted.contains(MediaType.TEXT_HTML_VALUE) ? PLAIN : MARKDOWN, text))
        .orElseGet(() -> missing("No model of version " + version + " lies in the folder or is kept."));
  }

  @Operation(summary = "Gives a picture of the card of a model, or the card as it is")
  @GetMapping("/{version}/card/{name}")
  ResponseEntity<Object> picture(@PathVariable String version, @PathVariable String name) {
    return store.card(version, name).or(() -> part(version, name::equals))
        .map(text -> answer(name.endsWith(".svg") ? SVG : MARKDOWN, text))
        .orElseGet(() -> missing("The model " + version + " has no " + name + "."));
  }

  /** A part of the card as it is kept, or as it lies in the program. */
  private Optional<String> part(String version, Predicate<String> wanted) {
    return versions.cards(version).stream().filter(wanted).findFirst().flatMap(name -> versions.card(version, name))
        .or(() -> store.file(version).flatMap(
            file -> CardFiles.packaged(file).entrySet().stream().filter(each -> wanted.test(each.getKey()))
                .map(Map.Entry::getValue).findFirst()));
  }

  private Optional<String> inPlaceOfCard(String version) {
    return store.file(version).flatMap(file -> {
      try {
        return Optional.of(CardFiles.inPlaceOf(file.name(), file.model()));
      } catch (IOException broken) {
        return Optional.empty();
      }
    });
  }

  /** The last trainings, the newest first. */
  List<TrainingView> latest(int limit) {
    return trainings.list(limit).stream()
        .map(training -> TrainingView.of(training, desk.progress(training), null, null))
        .toList();
  }

  private TrainingView view(Training training) {
    String version = training.version();
    return TrainingView.of(training, desk.progress(training), version == null ? null : metrics(version),
        version == null ? null : versions.cards(version));
  }

  private @Nullable Map<String, Double> metrics(String version) {
    try {
      Optional<ModelFile> file = versions.file(version);
      return file.isEmpty() ? null : file.get().model().metrics();
    } catch (IOException broken) {
      return null;
    }
  }

  private static ResponseEntity<Object> answer(MediaType type, String text) {
    return ResponseEntity.ok().contentType(type).body(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity<Object> missing(String detail) {
    return problem(ResponseEntity.status(HttpStatus.NOT_FOUND), HttpStatus.NOT_FOUND, "not-found", detail);
  }

  private static ResponseEntity<Object> busy() {
    return problem(
        ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT),
        HttpStatus.SERVICE_UNAVAILABLE, "busy", "As many trainings run and wait as can. Try again later.");
  }

  private static ResponseEntity<Object> problem(
      ResponseEntity.BodyBuilder answer, HttpStatus status, String code, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setProperty("code", code);
    return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
  }
}
