package io.faultdesk.incident;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.incident.Opening.Observation;
import io.faultdesk.incident.Triage.Taken;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes reports of people, each in a transaction of its own, and repeats it where another node was faster. */
@Component
class Reports {

  /** How long an answer is kept for its repetition. */
  static final Duration MEMORY = Duration.ofHours(48);

  private static final Duration MAX_AHEAD = Duration.ofMinutes(5);
  private static final int MAX_KEY = 255;

  private final Triage triage;
  private final Incidents incidents;
  private final Catalog catalog;
  private final TransactionTemplate ownTransaction;

  Reports(Triage triage, Incidents incidents, Catalog catalog, PlatformTransactionManager transactions) {
    this.triage = triage;
    this.incidents = incidents;
    this.catalog = catalog;
    this.ownTransaction = new TransactionTemplate(transactions);
    ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  Reported take(NewReport report, String by, @Nullable String idempotencyKey) {
    check(report, idempotencyKey);
    return LostRaces.repeat(
        () -> Objects.requireNonNull(
            ownTransaction.execute(
                status -> idempotencyKey == null ? first(report, by) : once(report, by, idempotencyKey))));
  }

  private void check(NewReport report, @Nullable String idempotencyKey) {
    if (report.occurredAt() != null && report.occurredAt().isAfter(triage.now().plus(MAX_AHEAD))) {
      throw InvalidRequest.body("/occurredAt", "lies more than five minutes in the future");
    }
    if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY)) {
      throw InvalidRequest.parameter("Idempotency-Key", "must have 1 to " + MAX_KEY + " characters");
    }
  }

  private Reported once(NewReport report, String by, String idempotencyKey) {
    String senderKey = Digest.of(by, idempotencyKey);
    String body = Digest.of(Json.write(report));
    Instant now = triage.now();
    incidents.forgetAnswersBefore(now.minus(MEMORY));
    AnsweredReport answered = incidents.answered(senderKey);
    if (answered == null) {
      Reported reported = first(report, by);
      long id = IncidentNumber.parse(reported.incident().number()).orElseThrow().id();
      incidents.remember(new AnsweredReport(senderKey, body, id, reported.opened(), now));
      return reported;
    }
    if (!answered.answers(body)) {
      throw InvalidRequest.reusedKey();
    }
    return new Reported(incidents.view(incidents.get(answered.incidentId())), answered.opened());
  }

  private Reported first(NewReport report, String by) {
    Optional.ofNullable(report.service()).ifPresent(catalog::heardOf);
    Taken taken = triage.take(opening(report, by));
    if (taken.opened()) {
      triage.linkToStorm(taken.incident());
    }
    Optional.ofNullable(report.service()).ifPresent(service -> triage.comeTrue(service, taken.incident()));
    return new Reported(incidents.view(taken.incident()), taken.opened());
  }

  private Opening opening(NewReport report, String by) {
    Instant seen = report.occurredAt() == null ? triage.now() : report.occurredAt();
    return new Opening(
        report.dedupKey(),
        by,
        report.title(),
        report.description(),
        report.category() == null ? Category.OTHER : report.category(),
        report.service(),
        report.impact(),
        report.urgency(),
        report.labels(),
        report.customers(),
        new Observation(
            null, FindingSource.PERSON, by, report.service(), null, report.title(), evidence(report), seen, null));
  }

  /** What the report says beyond its title, so that it is kept also where it joins an incident. */
  private static Map<String, Object> evidence(NewReport report) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    if (report.description() != null) {
      evidence.put("description", report.description());
    }
    if (!report.customers().isEmpty()) {
      evidence.put("customers", report.customers());
    }
    if (!report.labels().isEmpty()) {
      evidence.put("labels", report.labels());
    }
    return evidence;
  }
}
