package io.faultdesk.incident;

import io.faultdesk.incident.Suppression.Stage;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.Severity;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** All findings that are open, in incidents or muted, but those that are inhibited themselves. */
@Repository
class StandingFindings {

  private static final int PORTION = 1000;

  private final EntityManager entities;

  StandingFindings(EntityManager entities) {
    this.entities = entities;
  }

  void each(Consumer<Open> consumer) {
    String last = "";
    List<Stored> portion;
    do {
      portion = entities
          .createQuery(
              """
              select new io.faultdesk.incident.StandingFindings$Stored(
                f.openKey, f.findingKey, f.name, f.service, f.severity, i.category, f.source, f.evidence)
              from Finding f join Incident i on i.id = f.id.incidentId
              where f.openKey > :last order by f.openKey
              """,
              Stored.class)
          .setParameter("last", last)
          .setMaxResults(PORTION)
          .getResultList();
      for (Stored stored : portion) {
        last = stored.openKey();
        consumer.accept(stored.open());
      }
    } while (portion.size() == PORTION);
    muted(consumer);
  }

  private void muted(Consumer<Open> consumer) {
    long last = 0;
    List<Object[]> portion;
    do {
      portion = entities
          .createQuery(
              """
              select m.id, m.finding from MutedFinding m
              where m.openKey is not null and m.stage <> :inhibited and m.id > :last order by m.id
              """,
              Object[].class)
          .setParameter("inhibited", Stage.INHIBITION)
          .setParameter("last", last)
          .setMaxResults(PORTION)
          .getResultList();
      for (Object[] row : portion) {
        last = (Long) row[0];
        NewFinding finding = Json.read((String) row[1], NewFinding.class);
        consumer.accept(new Open(finding.key(), finding.name(), finding.service().value(), finding.labels()));
      }
    } while (portion.size() == PORTION);
  }

  /** A finding that is open, with the labels that conditions see. */
  record Open(String key, String name, String service, Map<String, String> labels) {}

  /** The same as it lies in the table. */
  record Stored(
      String openKey,
      @Nullable String key,
      String name,
      @Nullable String service,
      @Nullable Severity severity,
      Category category,
      FindingSource source,
      @Nullable String evidence) {

    private Open open() {
      String of = service == null ? "" : service;
      return new Open(String.valueOf(key), name, of,
          NewFinding.labels(name, of, severity, category, source, Json.object(evidence)));
    }
  }
}
