package io.faultdesk.incident;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.faultdesk.incident.StandingFindings.Open;
import io.faultdesk.shared.Category;
import io.faultdesk.shared.LabelMatcher;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.shared.Severity;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tells what conditions on labels would mute: of the findings that are open now, and of the incidents of the last days. */
@Component
class SilenceReach {

  private static final int PORTION = 1000;
  private static final int NAMED = 20;

  /** Beyond so many incidents it is not looked back any further. */
  private static final int MAX_INCIDENTS = 5000;

  private final EntityManager entities;
  private final StandingFindings standing;
  private final TransactionTemplate transaction;
  private final MeasuringTurn turn;
  private final Clock clock;

  SilenceReach(
      EntityManager entities,
      StandingFindings standing,
      PlatformTransactionManager transactions,
      MeasuringTurn turn,
      Clock clock) {
    this.entities = entities;
    this.standing = standing;
    this.transaction = new TransactionTemplate(transactions);
    transaction.setReadOnly(true);
    this.turn = turn;
    this.clock = clock;
  }

  /** Of what is open now; a {@link TooBusyToMeasure} where too many ask. */
  Reach of(List<LabelMatcher> matchers) {
    return inTurn(() -> open(matchers));
  }

  /** How many of the incidents of the last week it would have kept from being opened; {@link TooBusyToMeasure} likewise. */
  Past past(List<LabelMatcher> matchers) {
    return inTurn(() -> lastWeek(matchers));
  }

  private <T> T inTurn(Supplier<T> question) {
    return turn.take(() -> Objects.requireNonNull(transaction.execute(status -> question.get())));
  }

  private Reach open(List<LabelMatcher> matchers) {
    Counting counting = new Counting(matchers);
    standing.each(counting::count);
    return new Reach(counting.open, counting.matching, counting.first);
  }

  private Past lastWeek(List<LabelMatcher> matchers) {
    Instant now = clock.instant();
    Instant weekAgo = now.minus(Duration.ofDays(7));
    Instant dayAgo = now.minus(Duration.ofDays(1));
    int week = 0;
    int day = 0;
    int all = 0;
    int seen = 0;
    Set<ServiceName> services = new HashSet<>();
    long before = Long.MAX_VALUE;
    List<Known> portion;
    do {
      portion = openersBefore(before);
      for (Known opener : portion) {
        before = opener.incident();
        if (!opener.incidentOpenedAt().isAfter(weekAgo)) {
          continue;
        }
        all++;
        NewFinding finding = opener.finding();
        if (LabelMatcher.all(matchers, finding.labels())) {
          week++;
          day += opener.incidentOpenedAt().isAfter(dayAgo) ? 1 : 0;
          services.add(finding.service());
        }
      }
      seen += portion.size();
    } while (portion.size() == PORTION && portion.getLast().incidentOpenedAt().isAfter(weekAgo)
        && seen < MAX_INCIDENTS);
    return new Past(day, week, all, services.size());
  }

  /** The findings that opened incidents, the newest first. */
  private List<Known> openersBefore(long incident) {
    return entities
        .createQuery(
            """
                select new io.faultdesk.incident.SilenceReach$Known(
                  f.name, f.service, f.severity, f.source, i.category, f.evidence, f.openedAt, i.id, i.openedAt)
                from Finding f join Incident i on i.id = f.id.incidentId
                where i.id < :before and f.id.ordinal = (
                    select min(o.id.ordinal) from Finding o where o.id.incidentId = i.id) and f.findingKey is not null
                order by i.id desc""",
            Known.class)
        .setParameter("before", incident)
        .setMaxResults(PORTION)
        .getResultList();
  }

  /** With fewer than this, to match all of them says nothing. */
  private static final int ENOUGH_FOR_ALL = 10;

  /** With fewer than this, a share of them says nothing. */
  private static final int ENOUGH_FOR_SHARE = 20;

  private static boolean tooMany(int matching, int of, SilenceSettings settings) {
    boolean all = of >= ENOUGH_FOR_ALL && matching == of;
    return all || of >= ENOUGH_FOR_SHARE && matching * 100L > (long) settings.mostPercent() * of;
  }

  /** What is open and what of it a silence would mute. */
  record Reach(int open, int matching, List<Muted> findings) {

    /** Whether so little is open that it says nothing of a silence. */
    boolean saysLittle() {
      return open < ENOUGH_FOR_SHARE;
    }

    /** Why such a silence would mute too much; empty where it would not. */
    Optional<String> tooWide(NewSilence wanted, SilenceSettings settings) {
      String share = "it would mute " + matching + " of the " + open + " findings that are open";
      if (wanted.saysNothing()) {
        return Optional.of("its conditions hold for any value, " + share);
      }
      return tooMany(matching, open, settings) ? Optional.of(share) : Optional.empty();
    }
  }

  /** A finding that would be muted; its incident where it has one. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Muted(String name, String service, @Nullable Severity severity, @Nullable String incident) {}

  /**
   * How many incidents opened in the last day and in the last week a silence would have kept from being opened.
   *
   * @param ofWeek how many were opened in the last week
   * @param services how many services those of the week are on that it would have kept
   */
  record Past(int day, int week, @JsonIgnore int ofWeek, @JsonIgnore int services) {

    /** Why such a silence would have muted too much; a single service that fails all the time may well be silenced. */
    Optional<String> tooWide(SilenceSettings settings) {
      return services > 1 && tooMany(week, ofWeek, settings)
          ? Optional.of("it would have muted " + week + " of the " + ofWeek + " incidents of the last week")
          : Optional.empty();
    }
  }

  /** A finding that opened an incident. */
  record Known(
      String name,
      @Nullable String service,
      @Nullable Severity severity,
      FindingSource source,
      Category category,
      @Nullable String evidence,
      Instant openedAt,
      long incident,
      Instant incidentOpenedAt) {

    private NewFinding finding() {
      return new NewFinding("", source, name, ServiceName.of(service == null ? "unknown" : service),
          severity == null ? Severity.MAJOR : severity, category, "", Json.object(evidence), openedAt);
    }
  }

  /** Counts while findings go by. */
  private static final class Counting {

    private final List<LabelMatcher> matchers;
    private final List<Muted> first = new ArrayList<>();
    private int open;
    private int matching;

    Counting(List<LabelMatcher> matchers) {
      this.matchers = matchers;
    }

    void count(Open finding) {
      open++;
      if (!LabelMatcher.all(matchers, finding.labels())) {
        return;
      }
      matching++;
      if (first.size() < NAMED) {
        Long incident = finding.incident();
        first.add(new Muted(finding.name(), finding.service(), finding.severity(),
            incident == null ? null : new IncidentNumber(incident).toString()));
      }
    }
  }
}
