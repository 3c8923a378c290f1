package io.faultdesk.incident;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.orm.jpa.AutoConfigureDataJpa;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureWebMvc;
import org.springframework.boot.test.context.SpringBootTest;

/** A test of the module alone: its beans, its tables on a real H2, its API, and a clock that the test moves. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = IncidentWorld.class,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1",
      "spring.jpa.properties.hibernate.generate_statistics=true",
      "faultdesk.catalog.services[0].name=crm-order",
      "faultdesk.catalog.services[0].team=platform",
      "faultdesk.catalog.services[0].criticality=high",
      "faultdesk.incident.quiet.storm.enabled=false"
    })
@AutoConfigureDataJpa
@AutoConfigureWebMvc
@AutoConfigureMockMvc(addFilters = false)
@interface IncidentTest {}
