package io.faultdesk.prediction;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The model in force, and how another one comes in force in its place: read, checked, put there as a whole. A broken file changes
 * nothing but the status.
 */
@Component
class ModelStore {

  private static final Logger log = LoggerFactory.getLogger(ModelStore.class);

  private final PredictionSettings settings;
  private final ModelVersions versions;
  private final Clock clock;
  private volatile @Nullable InForce inForce;
  private volatile @Nullable LastError lastError;
  private volatile Switched switched;
  /** Version of the folder's file that was taken, or found wanting, last. */
  private @Nullable String seen;

  ModelStore(PredictionSettings settings, ModelVersions versions, Clock clock, MeterRegistry meters) {
    this.settings = settings;
    this.versions = versions;
    this.clock = clock;
    switched = versions.switched();
    inForce = chosen().orElse(null);
    InForce now = inForce;
    take(now == null || now.by == null ? newest().or(this::shipped) : newest());
    meters.gauge("faultdesk.prediction.broken", this, store -> store.lastError == null ? 0 : 1);
  }

  /** The model that services are scored by; null where there is none yet. */
  @Nullable
  InForce inForce() {
    return inForce;
  }

  Mode mode() {
    return switched.mode();
  }

  /** The same with who said so. */
  Switched switched() {
    return switched;
  }

  synchronized void change(Mode to, String by) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    versions.changeMode(to, by, now);
    switched = new Switched(to, now, by);
    log.info("Forecasts are {} from now on, by {}", to.word(), by);
  }

  /** Why the folder's newest file is not in force; null where nothing is wrong with it. */
  @Nullable
  LastError lastError() {
    return lastError;
  }

  /** Puts the folder's model in force if its file has changed since the last look; a file that is gone may be on its way. */
  synchronized void look() {
    take(newest());
  }

  private void take(Optional<ModelFile> file) {
    String found = file.map(ModelFile::version).orElse(null);
    InForce now = inForce;
    if (found == null && now == null && lastError == null) {
      lastError = new LastError(clock.instant(), "", settings.dir() + " holds no " + settings.model() + ".json");
      log.warn("Nothing is foreseen: {} holds no {}.json", settings.dir(), settings.model());
    }
    if (found == null || found.equals(seen)) {
      return;
    }
    if (now == null || !found.equals(now.folder)) {
      try {
        put(file.get(), null, found);
      } catch (IOException broken) {
        seen = found;
        lastError = new LastError(clock.instant(), found, String.valueOf(broken.getMessage()));
        log.error("The model stays as it was: {}", broken.getMessage());
        if (inForce == null) {
          putPackaged();
        }
        return;
      }
    }
    seen = found;
    lastError = null;
  }

  /** Puts a model that is kept, or lies in the folder, in force until the folder's file changes. */
  synchronized Activation activate(String version, String by) {
    Optional<ModelFile> file = file(version);
    if (file.isEmpty()) {
      return new Activation.Unknown();
    }
    try {
      put(file.get(), by, seen);
      return new Activation.Done();
    } catch (IOException broken) {
      return new Activation.Broken(String.valueOf(broken.getMessage()));
    }
  }

  /** What lies in the folder, good or not. */
  List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (ModelFile file : folder()) {
      try {
        candidates.add(new Candidate(file.name(), file.version(), file.model(), null));
      } catch (IOException broken) {
        candidates.add(new Candidate(file.name(), file.version(), null, broken.getMessage()));
      }
    }
    return candidates;
  }

  private Optional<ModelFile> newest() {
    try {
      return ModelFile.in(settings.dir(), settings.model());
    } catch (IOException gone) {
      log.error("{} cannot be read: {}", settings.dir(), gone.toString());
      return Optional.empty();
    }
  }

  /** The copy in the program where the folder has no model at all. */
  private Optional<ModelFile> shipped() {
    return folder().stream().filter(file -> file.name().equals(settings.model())).findFirst();
  }

  /**
   * The card that lies in the folder beside the model of that version.
   *
   * @param picture the name of one of its pictures, null for the card itself
   */
  Optional<String> card(String version, @Nullable String picture) {
    return folder().stream().filter(file -> file.version().equals(version)).findFirst()
        .filter(file -> picture == null || picture.startsWith(file.name() + ".") && !picture.contains("/"))
        .map(file -> settings.dir().resolve(picture == null ? file.name() + ".md" : picture))
        .filter(Files::isRegularFile)
        .flatMap(ModelStore::text);
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.size(file) > ModelFile.MAX_BYTES ? Optional.empty() : Optional.of(Files.readString(file));
    } catch (IOException gone) {
      log.warn("{} cannot be read: {}", file, gone.toString());
      return Optional.empty();
    }
  }

  /** That model, be it kept or in the folder. */
  Optional<ModelFile> file(String version) {
    return versions.file(version)
        .or(() -> folder().stream().filter(each -> each.version().equals(version)).findFirst());
  }

  private List<ModelFile> folder() {
    try {
      return ModelFile.of(settings.dir());
    } catch (IOException gone) {
      log.error("{} cannot be read: {}", settings.dir(), gone.toString());
      return List.of();
    }
  }

  /** A server that has no model yet takes the one it was shipped with. */
  private void putPackaged() {
    try {
      for (ModelFile file : ModelFile.packaged()) {
        if (file.name().equals(settings.model())) {
          put(file, null, seen);
        }
      }
    } catch (IOException broken) {
      log.error("There is no model: {}", broken.getMessage());
    }
  }

  /** @param folder version of the folder's file, which has to change before that is put in force again */
  private void put(ModelFile file, @Nullable String by, @Nullable String folder) throws IOException {
    FaultModel model = file.model();
    Instant now = clock.instant();
    versions.activated(file, by, folder, now);
    InForce next = new InForce(file.name(), file.version(), model, now, by, folder);
    AfterCommit.run(() -> {
      inForce = next;
      log.info("Model {} ({}) is in force, put there by {}", file.name(), file.version(),
          by == null ? file.origin() : by);
    });
  }

  /** What was in force last, which the folder's file replaces where that has changed meanwhile. */
  private Optional<InForce> chosen() {
    return versions.latest().flatMap(latest -> versions.file(latest.version()).flatMap(file -> {
      try {
        Instant since = latest.activatedAt() == null ? clock.instant() : latest.activatedAt();
        return Optional.of(new InForce(
            file.name(), file.version(), file.model(), since, latest.activatedBy(), latest.folder()));
      } catch (IOException broken) {
        log.error("The model that was in force cannot be used any more: {}", broken.getMessage());
        return Optional.empty();
      }
    }));
  }

  /**
   * The model in force.
   *
   * @param by null where a change of the folder put it there
   * @param folder version of the folder's file at that moment
   */
  record InForce(
      String name, String version, FaultModel model, Instant since, @Nullable String by, @Nullable String folder) {}

  /** Why a file is not in force. */
  record LastError(Instant at, String version, String detail) {}

  /** A file in the folder; with what is wrong with it, or else its model. */
  record Candidate(String name, String version, @Nullable FaultModel model, @Nullable String error) {}

  /** What came of the wish to put a model in force. */
  sealed interface Activation {

    record Done() implements Activation {}

    record Unknown() implements Activation {}

    record Broken(String why) implements Activation {}
  }
}
