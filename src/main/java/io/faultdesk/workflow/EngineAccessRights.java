package io.faultdesk.workflow;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GLOBAL;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;
import static org.camunda.bpm.engine.authorization.Permissions.ACCESS;
import static org.camunda.bpm.engine.authorization.Permissions.ALL;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE;
import static org.camunda.bpm.engine.authorization.Permissions.READ;
import static org.camunda.bpm.engine.authorization.Permissions.READ_HISTORY;
import static org.camunda.bpm.engine.authorization.Resources.APPLICATION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_REQUIREMENTS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DEPLOYMENT;
import static org.camunda.bpm.engine.authorization.Resources.FILTER;
import static org.camunda.bpm.engine.authorization.Resources.GROUP;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.USER;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each kind of group may do in the engine: always the whole of a resource, never single instances, because the engine
 * looks through all grants on every query. A right somebody added in Camunda Admin stays.
 */
@Component
class EngineAccessRights {

  /**
   * Members of a team. Nothing here lets them touch a task: the engine itself grants that to assignee and candidates of
   * each task.
   */
  private static final List<Right> STAFF =
      List.of(
          new Right(APPLICATION, "tasklist", ACCESS),
          // without the instances the list of tasks lacks number and title of the incident: they are variables of those
          new Right(
              PROCESS_DEFINITION,
              ANY,
              ProcessDefinitionPermissions.READ,
              ProcessDefinitionPermissions.READ_INSTANCE,
              ProcessDefinitionPermissions.READ_HISTORY),
          new Right(USER, ANY, READ),
          new Right(GROUP, ANY, READ));

  /** Leads see the tasks of every team and may give them to anybody, since work also moves between teams. */
  private static final List<Right> LEAD =
      List.of(
          new Right(
              PROCESS_DEFINITION,
              ANY,
              ProcessDefinitionPermissions.READ_TASK,
              ProcessDefinitionPermissions.TASK_WORK,
              ProcessDefinitionPermissions.TASK_ASSIGN));

  /** No right to delete a deployment, which would take its running incidents along, nor to start a process by hand. */
  private static final List<Right> MODELER =
      List.of(
          new Right(APPLICATION, "cockpit", ACCESS),
          new Right(DEPLOYMENT, ANY, CREATE, READ),
          new Right(
              PROCESS_DEFINITION,
              ANY,
              ProcessDefinitionPermissions.READ,
              ProcessDefinitionPermissions.READ_INSTANCE,
              ProcessDefinitionPermissions.READ_HISTORY),
          new Right(
              DECISION_DEFINITION, ANY, READ, READ_HISTORY),
          new Right(DECISION_REQUIREMENTS_DEFINITION, ANY, READ));

  /** Cockpit, to look at. */
  private static final List<Right> MANAGER =
      List.of(
          new Right(APPLICATION, "cockpit", ACCESS),
          new Right(
              PROCESS_DEFINITION,
              ANY,
              ProcessDefinitionPermissions.READ,
              ProcessDefinitionPermissions.READ_INSTANCE,
              ProcessDefinitionPermissions.READ_TASK,
              ProcessDefinitionPermissions.READ_HISTORY),
          new Right(
              DECISION_DEFINITION, ANY, READ, READ_HISTORY),
          new Right(DECISION_REQUIREMENTS_DEFINITION, ANY, READ));

  private static final List<Right> ADMIN =
      Arrays.stream(Resources.values()).map(resource -> new Right(resource, ANY, ALL)).toList();

  private final AuthorizationService authorizations;

  EngineAccessRights(AuthorizationService authorizations) {
    this.authorizations = authorizations;
  }

  static Map<String, List<Right>> ofRoles() {
    return Map.of("admin", ADMIN, "modeler", MODELER, "manager", MANAGER, "rule-author", STAFF);
  }

  static List<Right> ofStaff() {
    return STAFF;
  }

  static List<Right> ofLeads() {
    return LEAD;
  }

  static List<Right> ofAdmins() {
    return ADMIN;
  }

  /** Adds to each group what it lacks of its rights. */
  void grant(Map<String, List<Right>> rightsOfGroups) {
    if (rightsOfGroups.isEmpty()) {
      return;
    }
    Map<String, Authorization> granted = granted(rightsOfGroups.keySet());
    rightsOfGroups.forEach(
        (group, rights) -> rights.forEach(
            right -> add(granted.get(key(group, right.resource().resourceType(), right.id())), group, right)));
  }

  /** Lets everybody who may open Tasklist see that filter. */
  void shareFilter(String filter) {
    boolean shared =
        authorizations.createAuthorizationQuery().authorizationType(AUTH_TYPE_GLOBAL).resourceType(FILTER)
            .resourceId(filter).count()
            > 0;
    if (!shared) {
      Authorization everybody = authorizations.createNewAuthorization(AUTH_TYPE_GLOBAL);
      everybody.setResource(FILTER);
      everybody.setResourceId(filter);
      everybody.setPermissions(new Permission[]{READ});
      authorizations.saveAuthorization(everybody);
    }
  }

  private Map<String, Authorization> granted(Collection<String> groups) {
    return authorizations.createAuthorizationQuery()
        .authorizationType(AUTH_TYPE_GRANT)
        .groupIdIn(groups.toArray(String[]::new))
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                grant -> key(grant.getGroupId(), grant.getResourceType(), grant.getResourceId()),
                Function.identity(),
                (first, second) -> first));
  }

  private void add(@Nullable Authorization before, String group, Right right) {
    if (before != null && Stream.of(right.permissions()).allMatch(before::isPermissionGranted)) {
      return;
    }
    Authorization grant = before;
    if (grant == null) {
      grant = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
      grant.setGroupId(group);
      grant.setResource(right.resource());
      grant.setResourceId(right.id());
    }
    for (Permission permission : right.permissions()) {
      grant.addPermission(permission);
    }
    authorizations.saveAuthorization(grant);
  }

  private static String key(String group, int resourceType, String id) {
    return resourceType + "/" + id + "/" + group;
  }

  /** Permissions on one resource, or on every one of its kind. */
  record Right(Resource resource, String id, Permission... permissions) {}
}
