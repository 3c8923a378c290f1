package io.faultdesk.workflow;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** The delegates by name, looked up when they are called: they need the engine, which needs this map first. */
final class DelegateBeans extends AbstractMap<Object, Object> {

  private final BeanFactory beans;

  DelegateBeans(BeanFactory beans) {
    this.beans = beans;
  }

  @Override
  public boolean containsKey(Object name) {
    return DelegateNames.ALL.contains(name);
  }

  @Override
  public @Nullable Object get(Object name) {
    return containsKey(name) ? beans.getBean((String) name) : null;
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    return DelegateNames.ALL.stream()
        .map(name -> Map.<Object, Object>entry(name, beans.getBean(name)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
