package io.faultdesk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** What is done from time to time, with the settings that are shipped. */
class SchedulingTest {

  @Test
  void work_that_waits_for_something_does_not_hold_up_the_rest() throws InterruptedException {
    try (var context = new SpringApplicationBuilder(Work.class).web(WebApplicationType.NONE).run()) {
      assertThat(context.getBean(Work.class).met.await(20, SECONDS)).isTrue();
    }
  }

  /** Four pieces of work, each of which waits for the other three. */
  @EnableScheduling
  @ImportAutoConfiguration(TaskSchedulingAutoConfiguration.class)
  static class Work {

    private final CyclicBarrier meeting = new CyclicBarrier(4);
    private final CountDownLatch met = new CountDownLatch(4);

    @Scheduled(fixedDelay = 100)
    void rules() throws Exception {
      meet();
    }

    @Scheduled(fixedDelay = 100)
    void processes() throws Exception {
      meet();
    }

    @Scheduled(fixedDelay = 100)
    void staff() throws Exception {
      meet();
    }

    @Scheduled(fixedDelay = 100)
    void backlog() throws Exception {
      meet();
    }

    private void meet() throws InterruptedException, BrokenBarrierException, TimeoutException {
      meeting.await(15, SECONDS);
      met.countDown();
    }
  }
}
