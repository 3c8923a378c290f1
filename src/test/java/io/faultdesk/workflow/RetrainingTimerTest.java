package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A retraining that begins by the clock. */
class RetrainingTimerTest {

  private final RetrainingFlow flow = mock(RetrainingFlow.class);
  private final RetrainingTimer timer = new RetrainingTimer(flow);
  private final Logger logger = (Logger) LoggerFactory.getLogger(RetrainingTimer.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
  }

  @Test
  void what_begins_is_nobodys_in_particular() {
    when(flow.start("system")).thenReturn(Optional.of("7"));
    timer.begin();
    assertThat(logged.list).isEmpty();
  }

  @Test
  void while_one_is_under_way_the_next_is_left_out() {
    when(flow.start("system")).thenReturn(Optional.empty());
    timer.begin();
    assertThat(logged.list).singleElement()
        .satisfies(line -> assertThat(line.getFormattedMessage()).contains("not decided on yet"));
  }

  @Test
  void one_that_cannot_begin_is_logged_and_the_next_is_tried() {
    when(flow.start("system")).thenThrow(new IllegalStateException("no database")).thenReturn(Optional.of("7"));
    timer.begin();
    assertThat(logged.list).singleElement().satisfies(line -> {
      assertThat(line.getLevel()).isEqualTo(Level.ERROR);
      assertThat(line.getThrowableProxy().getMessage()).isEqualTo("no database");
    });
    timer.begin();
    verify(flow, times(2)).start("system");
  }
}
