package io.faultdesk.workflow;

import static org.hamcrest.Matchers.startsWith;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** A retraining that is asked for over HTTP; who may ask, the test of the doors tells. */
class RetrainingApiTest extends EngineTest {

  private static final MockHttpServletRequestBuilder BEGIN =
      post("/api/v1/models/retraining").principal(() -> "chen.jie");

  @Autowired RetrainingFlow flow;

  @Test
  void a_retraining_begins_in_the_name_of_who_asked_and_can_be_followed() throws Exception {
    api().perform(BEGIN).andExpect(status().isAccepted())
        .andExpect(header().string("Location", startsWith("/api/v1/models/trainings/")))
        .andExpect(jsonPath("$.id").isNotEmpty());
    verify(training).challenge(any(), eq("chen.jie"));
  }

  @Test
  void while_one_is_under_way_there_is_no_other() throws Exception {
    api().perform(BEGIN).andExpect(status().isAccepted());
    api().perform(BEGIN).andExpect(status().isConflict())
        .andExpect(content().contentType("application/problem+json"))
        .andExpect(jsonPath("$.code").value("under-way"));
    verify(training).challenge(any(), any());
  }

  private MockMvc api() {
    return MockMvcBuilders.standaloneSetup(new RetrainingApi(flow)).build();
  }
}
