package io.faultdesk.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.faultdesk.catalog.Catalog;
import io.faultdesk.catalog.ServiceInfo;
import io.faultdesk.shared.Level;
import io.faultdesk.shared.ServiceName;
import io.faultdesk.staff.StaffSettings.TeamEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OwningTeamsTest {

  @Test
  void a_team_that_nobody_declares_is_named_at_start(CapturedOutput output) {
    Catalog catalog = mock(Catalog.class);
    when(catalog.services())
        .thenReturn(List.of(service("crm-order", "platform"), service("crm-db", "databse"), service("crm-x", null)));
    StaffSettings settings =
        new StaffSettings(List.of(new TeamEntry("platform", null, null, List.of())), List.of(), null, false);
    new OwningTeams(catalog, new Roster(settings, people -> Map.of())).afterSingletonsInstantiated();
    assertThat(output.getOut())
        .containsOnlyOnce("belongs to team")
        .contains("crm-db belongs to team databse, which faultdesk.staff.teams does not declare");
  }

  private static ServiceInfo service(String name, String team) {
    return new ServiceInfo(ServiceName.of(name), team, Level.MEDIUM, Set.of(), ServiceInfo.COMMON_FAMILY, true);
  }
}
