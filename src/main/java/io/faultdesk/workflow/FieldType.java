package io.faultdesk.workflow;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of form fields by what they hold; each turns what was submitted into the type its variable keeps. */
enum FieldType {
  TEXT {
    @Override
    Object converted(Object raw, FormField field) {
      return expect(raw instanceof String, raw, "must be text");
    }
  },
  CHOICE {
    @Override
    Object converted(Object raw, FormField field) {
      expect(raw instanceof String || raw instanceof Number || raw instanceof Boolean, raw, "must be one value");
      return raw.toString();
    }
  },
  COMPUTED {
    @Override
    Object converted(Object raw, FormField field) {
      return expect(raw instanceof String || raw instanceof Number || raw instanceof Boolean, raw, "must be one value");
    }
  },
  YES_OR_NO {
    @Override
    @Nullable
    Object converted(Object raw, FormField field) {
      return "".equals(raw) ? null : bool(raw);
    }
  },
  CHECKBOX {
    @Override
    Object converted(Object raw, FormField field) {
      return bool(raw);
    }
  },
  NUMBER {
    @Override
    @Nullable
    Object converted(Object raw, FormField field) {
      return raw.toString().isBlank() ? null : number(raw.toString());
    }
  },
  DATE {
    @Override
    @Nullable
    Object converted(Object raw, FormField field) {
      return moment(raw, DateTimeFormatter.ISO_LOCAL_DATE, "must be a date such as 2026-12-31");
    }
  },
  TIME {
    @Override
    @Nullable
    Object converted(Object raw, FormField field) {
      return moment(raw, DateTimeFormatter.ISO_TIME, "must be a time such as 23:59");
    }
  },
  DATE_AND_TIME {
    @Override
    @Nullable
    Object converted(Object raw, FormField field) {
      return moment(raw, DateTimeFormatter.ISO_DATE_TIME, "must be a date and time such as 2026-12-31T23:59");
    }
  },
  CHOICES {
    @Override
    Object converted(Object raw, FormField field) {
      return expect(raw instanceof Collection, raw, "must be a list of values");
    }
  };

  /** The kind of that form-js component; a choice between true and false is a yes or no. */
  static FieldType of(String component, String subtype, List<String> allowed) {
    return switch (component) {
      case "radio", "select" ->
          !allowed.isEmpty() && List.of("true", "false").containsAll(allowed) ? YES_OR_NO : CHOICE;
      case "checkbox" -> CHECKBOX;
      case "expression" -> COMPUTED;
      case "number" -> NUMBER;
      case "datetime" -> switch (subtype) {
        case "time" -> TIME;
        case "datetime" -> DATE_AND_TIME;
        default -> DATE;
      };
      case "checklist", "taglist" -> CHOICES;
      default -> TEXT;
    };
  }

  /** The value in its type, nothing stays nothing; a wrong one is an {@link IllegalArgumentException}. */
  @Nullable
  Object convert(@Nullable Object raw, FormField field) {
    return raw == null ? null : converted(raw, field);
  }

  /** The value as the form in the browser has it, and so its expressions: a yes or no is a text there. */
  @Nullable
  Object shown(@Nullable Object value) {
    return this == YES_OR_NO && value != null ? value.toString() : value;
  }

  abstract @Nullable Object converted(Object raw, FormField field);

  private static Object expect(boolean fits, Object raw, String otherwise) {
    if (!fits) {
      throw new IllegalArgumentException(otherwise);
    }
    return raw;
  }

  private static Object bool(Object raw) {
    return switch (raw.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, not \"" + raw + "\"");
    };
  }

  private static @Nullable Object moment(Object raw, DateTimeFormatter format, String otherwise) {
    String text = raw.toString();
    if (text.isBlank()) {
      return null;
    }
    try {
      format.parse(text);
      return text;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(otherwise, e);
    }
  }

  private static Object number(String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      if (number.stripTrailingZeros().scale() > 0) {
        return number.doubleValue();
      }
      long whole = number.longValueExact();
      if ((int) whole == whole) {
        return (int) whole;
      }
      return whole;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("is too large a number", e);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number", e);
    }
  }
}
