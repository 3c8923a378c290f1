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

/** All findings that are open, in incidents or muted, read a portion at a time. */
@Repository
class StandingFindings {

  private static final int PORTION = 1000;

  private final EntityManager entities;

  StandingFindings(EntityManager entities) {
    this.entities = entities;
  }

  void each(Consumer<Open> consumer) {
    each(Stored.class, """
        select new io.faultdesk.incident.StandingFindings$Stored(
          f.openKey, f.findingKey, f.name, f.service, f.severity, i.category, f.source, f.evidence, i.id)
        from Finding f join Incident i on i.id = f.id.incidentId
        where f.openKey > :last order by f.openKey
        """, consumer);
    each(Quieted.class, """
        select new io.faultdesk.incident.StandingFindings$Quieted(m.openKey, m.stage, m.finding)
        from MutedFinding m where m.openKey > :last order by m.openKey
        """, consumer);
  }

  private <T extends Row> void each(Class<T> type, String query, Consumer<Open> consumer) {
    String last = "";
    List<T> portion;
    do {
      portion = entities.createQuery(query, type).setParameter("last", last).setMaxResults(PORTION).getResultList();
      for (T row : portion) {
        last = row.openKey();
        consumer.accept(row.open());
      }
    } while (portion.size() == PORTION);
  }

  /**
   * A finding that is open, with the labels that conditions see.
   *
   * @param incident null while it is muted
   * @param mutedBy null while it is not
   */
  record Open(
      String key,
      String name,
      String service,
      @Nullable Severity severity,
      FindingSource source,
      Map<String, String> labels,
      @Nullable Long incident,
      @Nullable Stage mutedBy) {}

  /** One as it lies in its table. */
  private interface Row {

    String openKey();

    Open open();
  }

  /** One of an incident as it lies in the table. */
  record Stored(
      String openKey,
      @Nullable String key,
      String name,
      @Nullable String service,
      @Nullable Severity severity,
      Category category,
      FindingSource source,
      @Nullable String evidence,
      long incident)
      implements Row {

    @Override
    public Open open() {
      String of = service == null ? "" : service;
      return new Open(String.valueOf(key), name, of, severity, source,
          NewFinding.labels(name, of, severity, category, source, Json.object(evidence)), incident, null);
    }
  }

  /** A muted one as it lies in the table. */
  record Quieted(String openKey, Stage stage, String finding) implements Row {

    @Override
    public Open open() {
      NewFinding muted = Json.read(finding, NewFinding.class);
      return new Open(muted.key(), muted.name(), muted.service().value(), muted.severity(), muted.source(),
          muted.labels(), null,
          stage);
    }
  }
}
