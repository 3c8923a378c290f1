package io.faultdesk.workflow;

import java.util.Set;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstChoice;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstNode;
import org.camunda.bpm.impl.juel.AstString;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Parser;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions and refuses those whose very words ask for more than {@link Reach} grants, so that a process is refused
 * when it is deployed and not when it runs.
 */
final class SafeSyntax extends Builder {

  private static final long serialVersionUID = 1L;

  SafeSyntax() {
    super(Feature.METHOD_INVOCATIONS, Feature.VARARGS); // what the engine's own reader takes
  }

  @Override
  protected Parser createParser(String expression) {
    return new Reader(this, expression);
  }

  /** Looks at each access to a member, be it property or method, as soon as it is read. */
  private static final class Reader extends Parser {

    Reader(Builder builder, String expression) {
      super(builder, expression);
    }

    @Override
    protected AstDot createAstDot(AstNode base, String member, boolean assignable) {
      check(base, member);
      return super.createAstDot(base, member, assignable);
    }

    @Override
    protected AstBracket createAstBracket(AstNode base, AstNode member, boolean assignable, boolean strict) {
      check(base, member instanceof AstString literal ? String.valueOf(literal.eval(null, null)) : null);
      return super.createAstBracket(base, member, assignable, strict);
    }

    /** A member of null is worked out when the expression runs: of a value that is an entry of a list or map. */
    private static void check(AstNode base, @Nullable String member) {
      boolean allowed =
          mayBe(base, Reach.SCOPES)
              ? Reach.ofScope(member)
              : !mayBe(base, DelegateNames.ALL) && Reach.ofValue(member);
      if (!allowed) {
        throw new ELException(
            "An expression may not use " + (member == null ? "a computed member" : member) + " of " + base);
      }
    }

    private static boolean mayBe(AstNode node, Set<String> names) {
      return switch (node) {
        case AstIdentifier identifier -> names.contains(identifier.getName());
        case AstNested nested -> mayBe(nested.getChild(0), names);
        case AstChoice choice -> mayBe(choice.getChild(1), names) || mayBe(choice.getChild(2), names);
        default -> false;
      };
    }
  }
}
