package io.faultdesk.notification;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The block {@code faultdesk.notification}.
 *
 * @param from sender of the mails
 * @param baseUrl where people reach this server, for links in notices
 * @param zone in which notices tell the time
 */
@Validated
@ConfigurationProperties(prefix = "faultdesk.notification", ignoreUnknownFields = false)
record NotificationSettings(
    @DefaultValue("faultdesk@localhost") @Email String from,
    @DefaultValue("http://127.0.0.1:8080") @Pattern(regexp = "https?://.+[^/]") String baseUrl,
    @DefaultValue("UTC") ZoneId zone) {}
