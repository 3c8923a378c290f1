package io.faultdesk.security;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.faultdesk.shared.IntakeRoutes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestHeaderRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who gets in where. Five doors: engine REST, Camunda's webapps with their own sign-in, callers with an
 * {@code Authorization} header, events with a routing key, and browsers with a session.
 */
@Configuration(proxyBeanMethods = false)
class Doors {

  private static final String[] INTAKE = {
    "/api/v1/samples", "/api/v1/write", "/api/v2/alerts", "/api/v1/intake/**", "/v2/enqueue", "/v2/change/enqueue",
    "/api/v1/incidents"
  };

  /** Where events of PagerDuty's format come in. */
  private static final RequestMatcher EVENTS =
      new OrRequestMatcher(
          PathPatternRequestMatcher.withDefaults().matcher(POST, "/v2/enqueue"),
          PathPatternRequestMatcher.withDefaults().matcher(POST, "/v2/change/enqueue"));

  private static final String[] SILENCES = {
    "/api/v1/silences/**", "/api/v2/silences", "/api/v2/silence/*"
  };

  private static final String HISTORY =
      "/history/{kind:activity-instance|detail|external-task-log|incident|job-log|process-instance|task|variable-instance}";

  /** Where an operating token may ask and change with POST and PUT; deployments, users and rights are not among it. */
  private static final String[] ENGINE_OPERATION = {
    "/task",
    "/task/**",
    "/process-instance",
    "/process-instance/count",
    "/process-instance/{id}/variables/**",
    "/execution/**",
    "/message"
  };

  /** What it may ask of the past; the same place also has what deletes it. */
  private static final String[] ENGINE_HISTORY = {
    HISTORY, HISTORY + "/count"
  };

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final SignIn signIn;
  private final SignInThrottle throttle;
  private final Refusals refusals;

  Doors(SignIn signIn, SignInThrottle throttle, Refusals refusals) {
    this.signIn = signIn;
    this.throttle = throttle;
    this.refusals = refusals;
  }

  @Bean
  static PathPatternRequestMatcherBuilderFactoryBean pathPatterns() {
    return new PathPatternRequestMatcherBuilderFactoryBean();
  }

  /** Rights have the same name wherever they are asked for. */
  @Bean
  static GrantedAuthorityDefaults rightsWithoutPrefix() {
    return new GrantedAuthorityDefaults("");
  }

  /** The request as a whole is timed; each filter on its way besides would take as long as the filters do. */
  @Bean
  static SecurityObservationSettings onlyWholeRequests() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  FilterRegistrationBean<BodyLimit> bodyLimit(ObjectProvider<IntakeRoutes> signals) {
    BodyLimit limit = new BodyLimit(signals.getIfAvailable(() -> new IntakeRoutes(List.of())), refusals);
    FilterRegistrationBean<BodyLimit> registration = new FilterRegistrationBean<>(limit);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodyTime(Clock clock) {
    return tomcat -> tomcat.addEngineValves(new BodyTime(clock));
  }

  /** Engine REST never looks at a session, so that no page elsewhere can use one. */
  @Bean
  @Order(1)
  SecurityFilterChain engineRest(HttpSecurity http, TokenDesk tokens) throws Exception {
    http.securityMatcher("/engine-rest/**");
    return withHeader(http, tokens)
        .authorizeHttpRequests(
            requests -> {
              inner(requests);
              // it tells whose password a guess is, as often as one likes to ask
              requests.requestMatchers(engine("/identity/verify/**")).denyAll();
              requests.requestMatchers(GET).hasAuthority("operate");
              requests.requestMatchers(POST, engine(ENGINE_OPERATION)).hasAuthority("operate");
              requests.requestMatchers(PUT, engine(ENGINE_OPERATION)).hasAuthority("operate");
              requests.requestMatchers(POST, engine(ENGINE_HISTORY)).hasAuthority("operate");
              requests.requestMatchers(DELETE, engine("/task/{id}/comment/**")).hasAuthority("operate");
              requests.anyRequest().hasAnyAuthority(SignedIn.PERSON, "admin");
            })
        .build();
  }

  /** Camunda's webapps ask for a sign-in and guard against forged requests themselves. */
  @Bean
  @Order(2)
  SecurityFilterChain camundaWebapps(HttpSecurity http) throws Exception {
    return http.securityMatcher("/camunda/**")
        .authorizeHttpRequests(requests -> {
          requests.requestMatchers("/camunda/api/engine/engine/*/identity/verify/**").denyAll();
          requests.anyRequest().permitAll();
        })
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
        .addFilterAfter(new SessionCheck(signIn), SecurityContextHolderFilter.class)
        .addFilterAfter(new WebappSignIn(throttle), AuthorizationFilter.class)
        .build();
  }

  /** A caller that brings credentials is judged by them alone; a session it may also have is not looked at. */
  @Bean
  @Order(3)
  SecurityFilterChain callers(HttpSecurity http, TokenDesk tokens, ObjectMapper json) throws Exception {
    http.securityMatcher(new RequestHeaderRequestMatcher(HttpHeaders.AUTHORIZATION));
    return withHeader(http, tokens)
        .addFilterAfter(new RoutingKeySignIn(EVENTS, tokens, refusals, json), HeaderSignIn.class)
        .authorizeHttpRequests(Doors::rules)
        .build();
  }

  /** Senders of PagerDuty events have no header to put a token into. */
  @Bean
  @Order(4)
  SecurityFilterChain routingKeys(HttpSecurity http, TokenDesk tokens, ObjectMapper json) throws Exception {
    http.securityMatcher(EVENTS);
    return stateless(http)
        .addFilterBefore(
            new RoutingKeySignIn(EVENTS, tokens, refusals, json), UsernamePasswordAuthenticationFilter.class)
        .authorizeHttpRequests(Doors::rules)
        .build();
  }

  @Bean
  @Order(5)
  SecurityFilterChain browsers(HttpSecurity http, FormSignIn formSignIn) throws Exception {
    CookieCsrfTokenRepository cookie = CookieCsrfTokenRepository.withHttpOnlyFalse();
    cookie.setCookieName("FAULTDESK-CSRF");
    cookie.setHeaderName("X-CSRF-TOKEN");
    cookie.setCookieCustomizer(attributes -> attributes.sameSite("Lax"));
    return headers(http)
        .authenticationProvider(formSignIn)
        .csrf(
            csrf -> csrf.csrfTokenRepository(cookie)
                .csrfTokenRequestHandler(new CsrfTokens())
                .requireCsrfProtectionMatcher(Doors::couldBeForged))
        .formLogin(form -> form.loginPage("/login").failureUrl("/login?error").permitAll())
        .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
        .requestCache(cache -> cache.requestCache(new CookieRequestCache()))
        .exceptionHandling(errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .addFilterAfter(new SessionCheck(signIn), SecurityContextHolderFilter.class)
        .authorizeHttpRequests(Doors::rules)
        .build();
  }

  private static String[] engine(String... paths) {
    return Stream.of(paths)
        .flatMap(path -> Stream.of("/engine-rest" + path, "/engine-rest/engine/{engine}" + path))
        .toArray(String[]::new);
  }

  private HttpSecurity withHeader(HttpSecurity http, TokenDesk tokens) throws Exception {
    return stateless(http)
        .addFilterBefore(
            new HeaderSignIn(signIn, tokens, refusals), UsernamePasswordAuthenticationFilter.class);
  }

  private HttpSecurity stateless(HttpSecurity http) throws Exception {
    return headers(http)
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals));
  }

  private static HttpSecurity headers(HttpSecurity http) throws Exception {
    return http.headers(
        headers -> headers
            .contentTypeOptions(Customizer.withDefaults())
            .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
            .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
  }

  private static void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
    inner(rules);
    rules.requestMatchers("/actuator/health", "/login", "/sign-in.css", "/favicon.ico").permitAll();
    rules.requestMatchers(POST, INTAKE).hasAuthority("intake");
    rules.requestMatchers(POST, "/api/v1/incidents/*/**").hasAuthority("operate");
    rules.requestMatchers(POST, "/api/v1/maintenance-windows/**").hasAuthority("operate");
    rules.requestMatchers(DELETE, "/api/v1/maintenance-windows/*").hasAuthority("operate");
    rules.requestMatchers(POST, "/api/v1/silences/preview").hasAuthority("read");
    rules.requestMatchers(POST, SILENCES).hasAuthority("operate");
    rules.requestMatchers(DELETE, SILENCES).hasAuthority("operate");
    rules.requestMatchers("/api/v1/tokens/**", "/api/v1/dead-letters/**").hasAuthority("admin");
    rules.requestMatchers(POST, "/api/v1/rules/check", "/api/v1/rules/replays", "/api/v1/models/trainings",
        "/api/v1/models/retraining").hasAnyAuthority("admin", SignedIn.RULE_AUTHOR);
    rules.requestMatchers(POST, "/api/v1/rules/**", "/api/v1/models/**").hasAuthority(SignedIn.RULE_AUTHOR);
    rules.requestMatchers(PUT, "/api/v1/models/mode").hasAuthority("operate");
    rules.requestMatchers(GET, "/actuator/prometheus").hasAuthority("read");
    rules.requestMatchers("/actuator/**").hasAuthority("admin");
    rules.requestMatchers(GET).hasAuthority("read");
    rules.requestMatchers(HEAD).hasAuthority("read");
    // Whatever changes something and is not named above stays closed until somebody has thought about it.
    rules.anyRequest().hasAuthority("admin");
  }

  private static void inner(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
    rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC).permitAll();
  }

  /** Only with a session can a page elsewhere make a browser act for somebody, and at the sign-in as somebody else. */
  private static boolean couldBeForged(HttpServletRequest request) {
    boolean changes = !SAFE.contains(request.getMethod());
    boolean signsIn = request.getRequestURI().equals(request.getContextPath() + "/login");
    return changes && (signsIn || request.getSession(false) != null);
  }
}
