package io.faultdesk.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.faultdesk.testing.MysqlServer;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the engine's own tables on MySQL can hold. */
class EngineTablesTest {

  private static final String TEXT = "索引丢失 🔥🛠";

  @Test
  void an_emoji_in_an_answer_survives_on_mysql() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(MysqlServer.newDatabase());
    config.setUsername(MysqlServer.USER);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    try (HikariDataSource dataSource = new HikariDataSource(config)) {
      ProcessEngine engine = engine(dataSource);
      try {
        new EngineTables(dataSource).widenCharacters();
        assertThat(narrowTables(dataSource)).isEmpty();
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance(
                "note.bpmn",
                Bpmn.createExecutableProcess("note").camundaHistoryTimeToLive(1).startEvent().userTask().endEvent()
                    .done())
            .deploy();
        String id = engine.getRuntimeService().startProcessInstanceByKey("note", Map.of("text", TEXT)).getId();
        assertThat(engine.getRuntimeService().getVariable(id, "text")).isEqualTo(TEXT);
        assertThat(engine.getHistoryService().createHistoricVariableInstanceQuery().singleResult().getValue())
            .isEqualTo(TEXT);
        new EngineTables(dataSource).widenCharacters();
      } finally {
        engine.close();
      }
    }
  }

  private static ProcessEngine engine(HikariDataSource dataSource) {
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setDataSource(dataSource);
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistoryTimeToLive("P1D");
    configuration.setProcessEngineName("mysql");
    return configuration.buildProcessEngine();
  }

  private static List<String> narrowTables(HikariDataSource dataSource) {
    return new JdbcTemplate(dataSource)
        .queryForList(
            """
            select table_name from information_schema.columns
            where table_schema = database() and table_name like 'ACT%' and character_set_name <> 'utf8mb4'
            """,
            String.class);
  }
}
