package io.faultdesk.detection;

import com.fasterxml.jackson.annotation.JsonAnySetter;

/** What refuses fields that it does not have: a misspelt figure would count as not known, and its rule would seem not to hold. */
interface Strict {

  @JsonAnySetter
  default void unknown(String field, Object value) {
    throw new IllegalArgumentException("has no field \"" + field + "\"");
  }
}
