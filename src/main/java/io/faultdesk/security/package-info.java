/**
 * Decides who may call what: sign-in, roles, API tokens, headers. It must never store a password.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "catalog"})
package io.faultdesk.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
